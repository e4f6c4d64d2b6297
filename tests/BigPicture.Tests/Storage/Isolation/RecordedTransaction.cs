using BigPicture.Infrastructure.Storage.Postgres;

namespace BigPicture.Tests.Storage.Isolation;

/// <summary>A transaction as the product sent it, from its beginning to its end.</summary>
/// <param name="LockAt">Where it waits for others: the book's lock, or the numberer's turn; -1 where it has none.</param>
internal sealed record RecordedTransaction(IReadOnlyList<string> Statements, int LockAt)
{
    public static RecordedTransaction Of(IReadOnlyList<string> statements) =>
        new(statements, statements.ToList().FindIndex(sql => sql.Contains("FOR UPDATE") || sql.Contains("pg_advisory_xact_lock")));

    public bool IsLocking => LockAt >= 0;

    /// <summary>As the application it names the tenants that it sees; as the owner it sees all.</summary>
    public bool NamesTenants => Statements.Any(sql => sql.Contains(TenantReach.Setting, StringComparison.Ordinal));

    public static bool IsEnd(string sql) =>
        sql.StartsWith("COMMIT", StringComparison.Ordinal) || sql.StartsWith("ROLLBACK", StringComparison.Ordinal);

    /// <summary>Its steps between which others may come: until the lock, the lock, what is read under it, what is written, the end.</summary>
    public IReadOnlyList<SpecStep> Steps(string session)
    {
        var writes = LockAt + 1;
        while (writes < Statements.Count - 1 && Statements[writes].StartsWith("SELECT", StringComparison.Ordinal))
            writes++;
        (string Name, Range Part)[] parts =
        [
            ("begin", ..LockAt),
            ("lock", LockAt..(LockAt + 1)),
            ("read", (LockAt + 1)..writes),
            ("write", writes..^1),
            ("end", ^1..),
        ];
        return
        [
            .. parts
                .Select(part => new SpecStep($"{session}_{part.Name}", string.Join(";\n", Statements.ToArray()[part.Part])))
                .Where(step => step.Sql.Length > 0),
        ];
    }

    /// <summary>The same in two steps: all that it does, and its end.</summary>
    public IReadOnlyList<SpecStep> WorkAndEnd(string session) =>
        [new($"{session}_work", string.Join(";\n", Statements.SkipLast(1))), new($"{session}_end", Statements[^1])];
}

/// <summary>What one session does without a break.</summary>
internal sealed record SpecStep(string Name, string Sql);

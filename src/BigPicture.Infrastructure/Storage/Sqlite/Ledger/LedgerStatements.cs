using SQLitePCL;

namespace BigPicture.Infrastructure.Storage.Sqlite.Ledger;

/// <summary>The ledger's statements, prepared on its connection.</summary>
internal sealed class LedgerStatements(sqlite3 database) : IDisposable
{
    // By reference: every text is a constant, and hashing its hundreds of characters would cost more than the look-up.
    private readonly Dictionary<string, SqliteStatement> prepared = new(ReferenceEqualityComparer.Instance);

    public SqliteStatement this[string sql]
    {
        get
        {
            if (!prepared.TryGetValue(sql, out var statement))
                prepared.Add(sql, statement = new SqliteStatement(database, sql));
            return statement;
        }
    }

    /// <summary>Ends a transaction that was not committed. SQLite itself has rolled back already after some errors.</summary>
    public void RollBackIfOpen()
    {
        // An error between two rows leaves a statement in the middle of its run, where it could be bound never again.
        foreach (var statement in prepared.Values)
            statement.Reset();
        if (raw.sqlite3_get_autocommit(database) == 0)
            this["ROLLBACK"].Run();
    }

    public void Dispose()
    {
        foreach (var statement in prepared.Values)
            statement.Dispose();
    }
}

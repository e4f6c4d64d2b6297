using Npgsql;

namespace BigPicture.IntegrationTests.Isolation;

/// <summary>Every row of every table, as the database's superuser sees it: he passes every wall.</summary>
internal static class TenantRows
{
    private const string Tables =
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' "
        + "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname";

    /// <param name="ours">A condition on <c>j</c>, the row as JSON, for those that may change meanwhile.</param>
    public static async Task<IReadOnlySet<string>> Read(string superuser, string ours)
    {
        await using var source = NpgsqlDataSource.Create(superuser);
        var rows = new HashSet<string>();
        var tables = await Column(source, Tables);
        Assert.NotEmpty(tables);
        foreach (var table in tables)
        {
            // When a token was last used, and a replica last seen, is noted by loops.
            var sql =
                $"SELECT (to_jsonb(t) - 'last_used_at' - 'seen_at')::text FROM {table} t, LATERAL to_jsonb(t) j WHERE NOT coalesce({ours}, false)";
            rows.UnionWith((await Column(source, sql)).Select(row => $"{table} {row}"));
        }
        return rows;
    }

    private static async Task<List<string>> Column(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var values = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            values.Add(reader.GetString(0));
        return values;
    }
}

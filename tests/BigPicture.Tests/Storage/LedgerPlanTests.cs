using System.Reflection;
using BigPicture.Infrastructure.Storage.Sqlite;
using BigPicture.Infrastructure.Storage.Sqlite.Ledger;
using BigPicture.Tests.Fixture;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Xunit;

namespace BigPicture.Tests.Storage;

/// <summary>Each read of the ledger goes straight to its rows: one that walks a tenant's leases makes every lease slower than the last.</summary>
public sealed class LedgerPlanTests
{
    /// <summary>SQLITE_STMTSTATUS_REPREPARE.</summary>
    private const int Reprepared = 5;

    public static TheoryData<string> Reads =>
        [.. Statements.Where(read => SqlOf(read).StartsWith("SELECT", StringComparison.Ordinal)).Select(read => read.Name)];

    private static IEnumerable<FieldInfo> Statements =>
        typeof(LedgerSql).GetFields(BindingFlags.Public | BindingFlags.Static).Where(constant => constant.IsLiteral);

    [Theory]
    [MemberData(nameof(Reads))]
    public void A_read_of_the_ledger_finds_its_rows_by_more_than_the_tenant(string statement)
    {
        var folder = Directory.CreateTempSubdirectory("bigpicture-");
        try
        {
            var file = Path.Combine(folder.FullName, "plan.db");
            SqliteTemplate.CopyTo(file);
            var searches = Plan(file, SqlOf(Statements.Single(read => read.Name == statement)))
                .Where(line => line.Contains("lease_"))
                .ToList();

            Assert.All(searches, line => Assert.StartsWith("SEARCH", line, StringComparison.Ordinal));
            Assert.All(searches, line => Assert.DoesNotContain("(tenant_id=?)", line, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>SQLite prepares a statement again on a new LIMIT, unless it is told not to; that took a fifth of every grant.</summary>
    [Fact]
    public void A_statement_of_the_ledger_is_prepared_once_whatever_is_bound()
    {
        var folder = Directory.CreateTempSubdirectory("bigpicture-");
        try
        {
            var file = Path.Combine(folder.FullName, "plan.db");
            SqliteTemplate.CopyTo(file);
            using var database = LedgerConnection.Open(new SqliteOptions(file));
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(database, LedgerSql.LiveCount, out var statement));
            using (statement)
                foreach (var limit in new[] { 100, 7, 100_000 })
                {
                    raw.sqlite3_bind_int(statement, 7, limit);
                    Assert.Equal(raw.SQLITE_ROW, raw.sqlite3_step(statement));
                    raw.sqlite3_reset(statement);
                    Assert.Equal(0, raw.sqlite3_stmt_status(statement, Reprepared, 0));
                }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<string> Plan(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql.Replace("?", "NULL", StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            lines.Add(reader.GetString(3));
        return lines;
    }

    private static string SqlOf(FieldInfo constant) => (string)constant.GetRawConstantValue()!;
}

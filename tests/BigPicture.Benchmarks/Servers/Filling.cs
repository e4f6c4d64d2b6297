using BigPicture.Domain.Shared;
using Microsoft.Data.Sqlite;

namespace BigPicture.Benchmarks.Servers;

/// <summary>A million leases in a pool, in seconds: copies of one that the server gave, written into the database while none runs.</summary>
internal static class Filling
{
    private const string Series = "WITH RECURSIVE series (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series LIMIT $count)";
    private const string Id = "unhex(printf('%012x7000b%015x', $made_at, i))";
    private const string Holder = "printf('%016x%016x', $made_at, i)";

    private static readonly string[] Times = ["created_at", "issued_at", "expires_at", "renew_after", "ends_at", "signed_until"];

    /// <summary>Copies the live lease of a pool.</summary>
    /// <param name="count">Copies, each on a seat of its own.</param>
    /// <param name="aged">Seconds by which the copies are older: with more than a lease's length they are due.</param>
    public static void Copy(string data, string entitlement, int count, long aged)
    {
        SQLitePCL.Batteries_V2.Init();
        using var db = new SqliteConnection($"Data Source={Path.Combine(data, "bigpicture.db")};Foreign Keys=False;Pooling=False");
        db.Open();
        Run(db, "PRAGMA synchronous=OFF; PRAGMA cache_size=-200000; BEGIN");
        TypeId.TryParse(EntitlementId.Prefix, entitlement, out var id);
        var template = Template(db, id);
        var madeAt = TimeProvider.System.GetUtcNow().AddSeconds(-aged).ToUnixTimeMilliseconds();
        var columns = Columns(db);
        var values = columns.Select(column =>
            column switch
            {
                "lease_id" => Id,
                "lease_key" => $"unhex({Holder})",
                "session_id" => "'copy-' || i",
                _ when Times.Contains(column) => $"{column} - $aged",
                _ => column,
            }
        );
        const string one = "(SELECT * FROM lease_lease WHERE lease_id = $template)";
        Copy($"{Series} INSERT INTO lease_lease ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM {one}, series");
        Copy(
            $"{Series} INSERT INTO lease_claim (tenant_id, lease_id, entitlement_id, pool, holder) "
                + $"SELECT tenant_id, {Id}, entitlement_id, 'seats', {Holder} FROM {one}, series"
        );
        Copy(
            $"{Series} INSERT INTO lease_seat (tenant_id, entitlement_id, pool, holder, leases, held_until, free_at) "
                + $"SELECT tenant_id, entitlement_id, 'seats', {Holder}, 1, 0, ends_at - $aged FROM {one}, series"
        );
        Copy("UPDATE lease_pool SET taken = taken + $count WHERE entitlement_id = $entitlement");
        Run(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");

        void Copy(string sql)
        {
            using var command = db.CreateCommand();
            command.CommandText = sql;
            command.Parameters.AddWithValue("$count", count);
            command.Parameters.AddWithValue("$aged", aged);
            command.Parameters.AddWithValue("$entitlement", id.ToByteArray(bigEndian: true));
            command.Parameters.AddWithValue("$template", template);
            command.Parameters.AddWithValue("$made_at", madeAt);
            command.ExecuteNonQuery();
        }
    }

    private static byte[] Template(SqliteConnection db, Guid entitlement)
    {
        using var command = db.CreateCommand();
        command.CommandText = "SELECT lease_id FROM lease_lease WHERE entitlement_id = $entitlement AND state = 0";
        command.Parameters.AddWithValue("$entitlement", entitlement.ToByteArray(bigEndian: true));
        return (byte[])command.ExecuteScalar()!;
    }

    private static string[] Columns(SqliteConnection db)
    {
        using var command = db.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info('lease_lease')";
        using var rows = command.ExecuteReader();
        var names = new List<string>();
        while (rows.Read())
            names.Add(rows.GetString(0));
        return [.. names];
    }

    private static void Run(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

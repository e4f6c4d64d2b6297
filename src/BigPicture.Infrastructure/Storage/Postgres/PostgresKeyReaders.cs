using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing.Keys;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>The replicas by rows in the database, each written anew with every look at the keys.</summary>
internal sealed class PostgresKeyReaders(PostgresSources sources, TimeProvider time) : IKeyReaders
{
    /// <summary>Who has not been heard of for so long does no work either, since all of it needs the database.</summary>
    public const int AliveSeconds = 30;

    private const string Put =
        "INSERT INTO lease_key_reader (tenant_id, replica_id, key_ids, seen_at) VALUES ($1, $2, $3, ledger_now()) "
        + "ON CONFLICT (tenant_id, replica_id) DO UPDATE SET key_ids = excluded.key_ids, seen_at = excluded.seen_at";

    private const string Forget = "DELETE FROM lease_key_reader WHERE tenant_id = $1 AND seen_at < ledger_now() - $2";

    private const string Read = "SELECT key_ids FROM lease_key_reader WHERE tenant_id = $1";

    private readonly Guid replica = TypeId.New(time.GetUtcNow());

    public async Task<IReadOnlySet<string>> Note(IReadOnlyList<string> keyIds, CancellationToken cancel)
    {
        await using var connection = await sources.Owner.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Put) { Parameters = { Vendor(), Value(replica), Value(keyIds.ToArray()) } },
                new(Forget) { Parameters = { Vendor(), Value((long)AliveSeconds) } },
                new(Read) { Parameters = { Vendor() } },
            },
        };
        var common = keyIds.ToHashSet();
        await using var row = await batch.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            common.IntersectWith(row.GetFieldValue<string[]>(0));
        return common;
    }

    // Replicas are the vendor's.
    private static NpgsqlParameter<string> Vendor() => Value(TenantId.Vendor.Value);

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };
}

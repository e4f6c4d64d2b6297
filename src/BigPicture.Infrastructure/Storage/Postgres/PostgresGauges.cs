using BigPicture.Application.Contracts;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>How far the feed lies behind what was committed, and what may hold it back.</summary>
internal sealed class PostgresGauges(PostgresSources sources) : IGauge
{
    private static readonly GaugeName FeedLag = new(
        "bigpicture.feed.lag",
        "s",
        "Age of the oldest event that is committed and has no position in the feed yet."
    );

    private static readonly GaugeName OldestTransaction = new(
        "bigpicture.database.oldest_transaction.age",
        "s",
        "Age of the oldest open transaction of the database server that this user may see, prepared ones included."
    );

    private const string ReadFeed =
        "SELECT greatest(0, ledger_now() - (SELECT at FROM tel_event WHERE position = 0 ORDER BY sequence LIMIT 1))::float8";

    // Our own look is a transaction too, and no answer to the question.
    private const string ReadOldest =
        "SELECT coalesce(extract(epoch FROM clock_timestamp() - least("
        + "(SELECT min(xact_start) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'), "
        + "(SELECT min(prepared) FROM pg_prepared_xacts))), 0)::float8";

    public IReadOnlyList<GaugeName> Names => [FeedLag, OldestTransaction];

    public async Task<IReadOnlyList<GaugeReading>> Read(CancellationToken cancel)
    {
        await using var batch = sources.Owner.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ReadFeed));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ReadOldest));
        await using var row = await batch.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        var lag = await row.IsDBNullAsync(0, cancel) ? 0 : row.GetDouble(0);
        await row.NextResultAsync(cancel);
        await row.ReadAsync(cancel);
        return [new GaugeReading(FeedLag, lag), new GaugeReading(OldestTransaction, row.GetDouble(0))];
    }
}

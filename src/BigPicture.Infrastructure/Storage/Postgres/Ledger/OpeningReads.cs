using BigPicture.Domain.Leasing;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

/// <summary>A batch's first round trip: the lock of its books, then the clock and all that its acts surely touch.</summary>
internal sealed class OpeningReads
{
    private readonly NpgsqlBatchCommand[] locking;
    private readonly ActReads reads;

    public OpeningReads(IReadOnlyList<LeaseAct> acts)
    {
        // An act that names another tenant's entitlement finds no book, and hides it from nobody else in the batch.
        var books = acts.Select(act => (act.Tenant, act.Entitlement)).Distinct().ToList();
        locking =
        [
            new NpgsqlBatchCommand("BEGIN"),
            new NpgsqlBatchCommand(LedgerReads.NameTenants).Value(TenantReach.Text(books.Select(book => book.Tenant).Distinct())),
            new NpgsqlBatchCommand(LedgerReads.LockBooks)
                .Column(books, book => book.Tenant.Value)
                .Column(books, book => book.Entitlement.Value),
        ];
#if PLANTED_BUGS
        if (PlantedBug.Is(PlantedBug.MissingLock))
            locking[2].CommandText = LedgerReads.LockBooks.Replace(" FOR UPDATE OF b", "", StringComparison.Ordinal);
        if (PlantedBug.Is(PlantedBug.ClockBeforeLock))
            locking[1].CommandText += $", set_config('bigpicture.early', {PostgresClock.Function}::text{PostgresClock.WithFraction}, true)";
#endif
        reads = new ActReads(acts);
    }

    public async Task<LedgerPage> Read(NpgsqlConnection connection, PostgresClock clock, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in locking.Concat(reads.Commands))
            batch.BatchCommands.Add(command);
        await using var row = await batch.ExecuteReaderAsync(cancel);

        await row.NextResultAsync(cancel); // behind the tenants' names
        var books = new List<Book>();
        while (await row.ReadAsync(cancel))
            books.Add(PageRows.ReadBook(row));

        await row.NextResultAsync(cancel);
        var page = new LedgerPage(await ActReads.ReadClock(row, clock, cancel));
        books.ForEach(page.Add);
        await reads.AddTo(page, row, cancel);
        return page;
    }
}

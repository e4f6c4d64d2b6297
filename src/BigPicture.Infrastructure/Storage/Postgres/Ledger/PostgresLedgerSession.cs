using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Telemetry.Audit;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

internal sealed class PostgresLedgerSession(NpgsqlConnection connection, LedgerPage page, AuditWriter audit) : ILedgerSession
{
    private const int DueStep = 256;

    // How far each fault has read: rows that the page has ended are still stored, so reading from the top would find them again.
    private readonly Dictionary<PoolKey, (long FreeAt, string Holder)> dueRead = [];
    private readonly Dictionary<EntitlementId, LeaseId> revokedRead = [];

    public LedgerPage Page => page;

    public async Task Load(PageFault fault, CancellationToken cancel)
    {
        try
        {
            await Read(fault, cancel);
            await Complete(cancel);
        }
        catch (Exception e) when (PostgresFaults.IsStorage(e))
        {
            throw PostgresFaults.Unavailable(e);
        }
    }

    public async Task Commit(WriteSet writes, CancellationToken cancel)
    {
        try
        {
#if PLANTED_BUGS
            List<EventRow> late = [];
            if (PlantedBug.Is(PlantedBug.EventOutsideTransaction))
            {
                late = [.. writes.Events];
                writes.Events.Clear();
            }
#endif
            await using var batch = new NpgsqlBatch(connection);
            foreach (var command in LedgerWriter.Write(page, writes))
                batch.BatchCommands.Add(command);
            if (writes.Audit.Count > 0)
            {
                // Rare, and so worth two more round trips: the head of a chain is locked behind everything else.
                await batch.ExecuteNonQueryAsync(cancel);
                batch.BatchCommands.Clear();
                await audit.Append(new DbChainRows(connection, null, DbChainRows.ForUpdate), writes.Audit, cancel);
            }
            batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
            await batch.ExecuteNonQueryAsync(cancel);
#if PLANTED_BUGS
            if (late.Count > 0)
                await WriteLate(late, cancel);
#endif
        }
        catch (Exception e) when (PostgresFaults.IsStorage(e))
        {
            throw PostgresFaults.Unavailable(e);
        }
    }

#if PLANTED_BUGS
    private async Task WriteLate(List<EventRow> events, CancellationToken cancel)
    {
        await Task.Delay(20, cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(LedgerReads.NameTenants).Value(TenantReach.Text(events.Select(row => row.Tenant).Distinct()))
        );
        batch.BatchCommands.Add(EventRows.Insert(events));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await batch.ExecuteNonQueryAsync(cancel);
    }
#endif

    /// <summary>What was not committed the driver rolls back, before anybody else gets the connection.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>Reads the ends of the other leases on each seat, where there are any.</summary>
    public async Task Complete(CancellationToken cancel)
    {
        var seats = page.SeatsToComplete();
        if (seats.Count == 0)
            return;
        var command = new NpgsqlBatchCommand(LedgerReads.EndsOnSeats)
            .Column(seats, seat => seat.Tenant.Value)
            .Column(seats, seat => seat.Entitlement.Value)
            .Column(seats, seat => seat.Pool)
            .Column(seats, seat => seat.Holder);
        await Query(
            command,
            async row =>
            {
                while (await row.ReadAsync(cancel))
                    seats[(int)row.GetInt64(0) - 1].Know(new LeaseId(row.GetGuid(1)), new Instant(row.GetInt64(2)));
            },
            cancel
        );
    }

    private Task Read(PageFault fault, CancellationToken cancel) =>
        fault switch
        {
            PageFault.DueSeats due => ReadDue(due.Pool, cancel),
            PageFault.SeatLeases shared => ReadLeasesOn([shared.Seat], cancel),
            PageFault.RevokedLeases revoked => ReadRevoked(revoked.Entitlement, cancel),
            PageFault.SoonestSeats soonest => ReadSoonest(soonest.Pool, soonest.Count, cancel),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
        };

    private async Task ReadDue(PoolKey pool, CancellationToken cancel)
    {
        if (!page.TryBook(pool.Entitlement, out var book))
            return;
        var (freeAt, holder) = dueRead.GetValueOrDefault(pool, (long.MinValue, ""));
        var command = OfPool(LedgerReads.DueSeats, book, pool)
            .Value(page.Trusted(book).UnixSeconds)
            .Value(freeAt)
            .Value(holder)
            .Value(DueStep);
        var seats = new List<SeatKey>();
        await Query(
            command,
            async row =>
            {
                while (await row.ReadAsync(cancel))
                {
                    (holder, freeAt) = (row.GetString(0), row.GetInt64(1));
                    seats.Add(new SeatKey(pool.Entitlement, pool.Name, holder));
                }
            },
            cancel
        );
        dueRead[pool] = (freeAt, holder);
        await ReadLeasesOn(seats, cancel);
        page.AddDue(pool, complete: seats.Count < DueStep);
    }

    /// <summary>The seats themselves, and all leases on them.</summary>
    private async Task ReadLeasesOn(List<SeatKey> seats, CancellationToken cancel)
    {
        if (seats.Count == 0 || !page.TryBook(seats[0].Entitlement, out var book))
            return;
        await Query(Of(LedgerReads.Seats), row => page.AddSeats(row, cancel), cancel);
        await Query(Of(LedgerReads.LeasesOnSeats), row => page.AddLeases(row, cancel), cancel);

        NpgsqlBatchCommand Of(string sql) =>
            new NpgsqlBatchCommand(sql)
                .Column(seats, _ => book.Tenant.Value)
                .Column(seats, seat => seat.Entitlement.Value)
                .Column(seats, seat => seat.Pool)
                .Column(seats, seat => seat.Holder);
    }

    private async Task ReadRevoked(EntitlementId entitlement, CancellationToken cancel)
    {
        if (!page.TryBook(entitlement, out var book))
            return;
        var command = new NpgsqlBatchCommand(LedgerReads.RevokedLeases)
            .Value(book.Tenant.Value)
            .Value(entitlement.Value)
            .Value(revokedRead.GetValueOrDefault(entitlement).Value)
            .Value(book.RevokedBefore.UnixSeconds)
            .Value(DueStep);
        List<Lease> leases = [];
        await Query(command, async row => leases = await page.AddLeases(row, cancel), cancel);
        if (leases.Count > 0)
            revokedRead[entitlement] = leases[^1].Id;
        page.AddRevoked(entitlement, complete: leases.Count < DueStep);
    }

    private async Task ReadSoonest(PoolKey pool, int count, CancellationToken cancel)
    {
        if (!page.TryBook(pool.Entitlement, out var book))
            return;
        var rows = new List<(string, Instant)>();
        await Query(
            OfPool(LedgerReads.SoonestSeats, book, pool).Value(count),
            async row =>
            {
                while (await row.ReadAsync(cancel))
                    rows.Add((row.GetString(0), new Instant(row.GetInt64(1))));
            },
            cancel
        );
        page.AddSoonest(pool, count, rows);
    }

    private static NpgsqlBatchCommand OfPool(string sql, Book book, PoolKey pool) =>
        new NpgsqlBatchCommand(sql).Value(book.Tenant.Value).Value(pool.Entitlement.Value).Value(pool.Name);

    private async Task Query(NpgsqlBatchCommand command, Func<NpgsqlDataReader, Task> read, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        await using var row = await batch.ExecuteReaderAsync(cancel);
        await read(row);
    }
}

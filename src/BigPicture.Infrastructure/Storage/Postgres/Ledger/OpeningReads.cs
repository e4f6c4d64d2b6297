using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

/// <summary>All that a batch of acts surely touches, asked for in one round trip: the lock first, then the clock, then the rows.</summary>
internal sealed class OpeningReads
{
    private readonly List<(NpgsqlBatchCommand Command, Func<LedgerPage, NpgsqlDataReader, CancellationToken, Task> Add)> reads = [];
    private readonly NpgsqlBatchCommand[] opening;

    public OpeningReads(IReadOnlyList<LeaseAct> acts)
    {
        // An act that names another tenant's entitlement finds no book, and hides it from nobody else in the batch.
        var books = acts.Select(act => (act.Tenant, act.Entitlement)).Distinct().ToList();
        opening =
        [
            new NpgsqlBatchCommand("BEGIN"),
            new NpgsqlBatchCommand(LedgerReads.NameTenants).Value(TenantReach.Text(books.Select(book => book.Tenant).Distinct())),
            new NpgsqlBatchCommand(LedgerReads.LockBooks)
                .Column(books, book => book.Tenant.Value)
                .Column(books, book => book.Entitlement.Value),
            new NpgsqlBatchCommand(LedgerReads.ReadClock),
        ];
#if PLANTED_BUGS
        if (PlantedBug.Is(PlantedBug.MissingLock))
            opening[2].CommandText = LedgerReads.LockBooks.Replace(" FOR UPDATE OF b", "", StringComparison.Ordinal);
        if (PlantedBug.Is(PlantedBug.ClockBeforeLock))
        {
            opening[1].CommandText += $", set_config('bigpicture.early', {PostgresClock.Function}::text{PostgresClock.WithFraction}, true)";
            opening[3].CommandText =
                "SELECT set_config('bigpicture.now', split_part(current_setting('bigpicture.early'), ' ', 1), true) "
                + "|| ' ' || split_part(current_setting('bigpicture.early'), ' ', 2)";
        }
#endif
        AskForLeases(acts);
        AskForSeats(acts);
        AskForSubjects([.. acts.OfType<Activation>()]);
    }

    public async Task<LedgerPage> Read(NpgsqlConnection connection, PostgresClock clock, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in opening.Concat(reads.Select(read => read.Command)))
            batch.BatchCommands.Add(command);
        await using var row = await batch.ExecuteReaderAsync(cancel);

        await row.NextResultAsync(cancel); // behind the tenants' names
        var books = new List<Book>();
        while (await row.ReadAsync(cancel))
            books.Add(PageRows.ReadBook(row));

        await row.NextResultAsync(cancel);
        await row.ReadAsync(cancel);
        var page = new LedgerPage(clock.Note(row.GetString(0)));
        books.ForEach(page.Add);

        foreach (var (_, add) in reads)
        {
            await row.NextResultAsync(cancel);
            await add(page, row, cancel);
        }
        return page;
    }

    private void AskForLeases(IReadOnlyList<LeaseAct> acts)
    {
        var leases = acts.SelectMany(LeasesOf).Distinct().ToList();
        if (leases.Count > 0)
            Ask(
                new NpgsqlBatchCommand(LedgerReads.LeasesById)
                    .Column(leases, lease => lease.Tenant.Value)
                    .Column(leases, lease => lease.Lease.Value),
                (page, row, cancel) => page.AddLeases(row, cancel)
            );
        var keys = acts.OfType<Activation>().Select(act => (act.Tenant, act.NewLease.Key)).Distinct().ToList();
        if (keys.Count > 0)
            Ask(
                new NpgsqlBatchCommand(LedgerReads.LeasesByKey).Column(keys, key => key.Tenant.Value).Column(keys, key => key.Key.Value),
                (page, row, cancel) => page.AddLeases(row, cancel)
            );
    }

    private void AskForSeats(IReadOnlyList<LeaseAct> acts)
    {
        var seats = acts.SelectMany(SeatsOf).Distinct().ToList();
        if (seats.Count > 0)
            Ask(
                new NpgsqlBatchCommand(LedgerReads.Seats)
                    .Column(seats, seat => seat.Tenant.Value)
                    .Column(seats, seat => seat.Key.Entitlement.Value)
                    .Column(seats, seat => seat.Key.Pool)
                    .Column(seats, seat => seat.Key.Holder),
                (page, row, cancel) => page.AddSeats(row, cancel)
            );
    }

    private void AskForSubjects(List<Activation> activations)
    {
        var subjects = activations.Select(act => (act.Tenant, act.Entitlement, act.NewLease.Subject)).Distinct().ToList();
        if (subjects.Count > 0)
            Ask(
                new NpgsqlBatchCommand(LedgerReads.Subjects)
                    .Column(subjects, of => of.Tenant.Value)
                    .Column(subjects, of => of.Entitlement.Value)
                    .Column(subjects, of => (int)of.Subject.Kind)
                    .Column(subjects, of => of.Subject.Id)
                    .Value(Lease.LivePerSubjectMax),
                (page, row, cancel) => page.AddSubjects(row, cancel)
            );
    }

    private void Ask(NpgsqlBatchCommand command, Func<LedgerPage, NpgsqlDataReader, CancellationToken, Task> add) =>
        reads.Add((command, add));

    private static IEnumerable<(TenantId Tenant, LeaseId Lease)> LeasesOf(LeaseAct act) =>
        act switch
        {
            Renewal renewal => [(act.Tenant, renewal.LeaseId)],
            Release release => [(act.Tenant, release.LeaseId)],
            Revocation revocation => [(act.Tenant, revocation.LeaseId)],
            Reaping reaping => reaping.Leases.Select(lease => (act.Tenant, lease)),
            _ => [],
        };

    private static IEnumerable<(TenantId Tenant, SeatKey Key)> SeatsOf(LeaseAct act) =>
        act switch
        {
            Activation activation => activation.Grant.Claims.Select(claim =>
                (act.Tenant, new SeatKey(act.Entitlement, claim.Pool, claim.Holder))
            ),
            Reaping reaping => reaping.Seats.Select(seat => (act.Tenant, new SeatKey(act.Entitlement, seat.Pool, seat.Holder))),
            _ => [],
        };
}

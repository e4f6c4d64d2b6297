using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

/// <summary>What is read for acts once their books are locked, in one round trip: the clock, then all rows that they surely touch.</summary>
internal sealed class ActReads
{
    private readonly List<(NpgsqlBatchCommand Command, Func<LedgerPage, NpgsqlDataReader, CancellationToken, Task> Add)> reads = [];

    public ActReads(IReadOnlyList<LeaseAct> acts)
    {
        AskForLeases(acts);
        AskForSeats(acts);
        AskForSubjects([.. acts.OfType<Activation>()]);
    }

    public IEnumerable<NpgsqlBatchCommand> Commands => [Clock(), .. reads.Select(read => read.Command)];

    /// <summary>Reads for acts that came while the lock was waited for, with a clock of after they came.</summary>
    public async Task Join(LedgerPage page, NpgsqlConnection connection, PostgresClock clock, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in Commands)
            batch.BatchCommands.Add(command);
        await using var row = await batch.ExecuteReaderAsync(cancel);
        page.Look(await ReadClock(row, clock, cancel));
        await AddTo(page, row, cancel);
    }

    /// <param name="row">At the clock's result.</param>
    public static async Task<ClockReading> ReadClock(NpgsqlDataReader row, PostgresClock clock, CancellationToken cancel)
    {
        await row.ReadAsync(cancel);
        return clock.Note(row.GetString(0));
    }

    /// <param name="row">At the result before the first one of these.</param>
    public async Task AddTo(LedgerPage page, NpgsqlDataReader row, CancellationToken cancel)
    {
        foreach (var (_, add) in reads)
        {
            await row.NextResultAsync(cancel);
            await add(page, row, cancel);
        }
    }

    private static NpgsqlBatchCommand Clock()
    {
#if PLANTED_BUGS
        if (PlantedBug.Is(PlantedBug.ClockBeforeLock))
            return new NpgsqlBatchCommand(
                "SELECT set_config('bigpicture.now', split_part(current_setting('bigpicture.early'), ' ', 1), true) "
                    + "|| ' ' || split_part(current_setting('bigpicture.early'), ' ', 2)"
            );
#endif
        return new NpgsqlBatchCommand(LedgerReads.ReadClock);
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

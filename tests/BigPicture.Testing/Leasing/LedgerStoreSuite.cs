using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using static BigPicture.Testing.Leasing.LeaseSamples;
using static BigPicture.Testing.Leasing.SuiteSteps;

namespace BigPicture.Testing.Leasing;

/// <summary>
/// What every ledger store must do, whatever its database. Knows no test framework: run each of <see cref="Cases"/> on an empty ledger as a
/// test of its own; one that fails throws <see cref="SuiteException"/>.
/// </summary>
/// <param name="step">Rows that one page fault brings at most.</param>
public sealed class LedgerStoreSuite(int step)
{
    /// <summary>The cases by their names, which say the rule.</summary>
    public IReadOnlyDictionary<string, Func<ILedgerUnderTest, Task>> Cases =>
        new Dictionary<string, Func<ILedgerUnderTest, Task>>
        {
            ["What is not there is absent from the page"] = AbsentIsAbsent,
            ["A lease is read again as it was written"] = RoundTrip,
            ["A renewed lease is read again as it was written"] = RoundTripOfRenewal,
            ["Nothing is written without a commit"] = NothingWithoutCommit,
            ["What was committed is there after a restart"] = SurvivesRestart,
            ["A committed batch holds its events in order"] = EventsInOrder,
            ["Sessions wait for each other"] = OneAtATime,
            ["A tenant finds nothing of another's"] = TenantsApart,
            ["A seat comes with the ends of all its leases"] = SeatsAreComplete,
            ["Blocks are written, raised and read"] = Blocks,
            ["Due seats come in steps, to the last"] = DueSeatsInSteps,
            ["Revoked leases come in steps, to the last"] = RevokedInSteps,
            ["A seat's own leases come when asked for"] = SeatLeases,
            ["The soonest seats come in their order"] = Soonest,
            ["Live leases of a subject are counted by what is in force"] = LiveCount,
            ["A seat freed and taken in one batch stays one row"] = FreedAndTaken,
            ["A swept book is swept after a restart"] = Sweep,
        };

    private static async Task AbsentIsAbsent(ILedgerUnderTest ledger)
    {
        var lease = Lease(LeaseOf(1));
        await using var session = await ledger.Store.Open(
            [Renew(lease), Activate(lease, Grant(Seat("alice", 1)))],
            BatchCommitter.NobodyLate,
            default
        );

        Require(!session.Page.TryBook(Entitlement, out _), "a book");
        Require(!session.Page.TryLease(lease.Id, out _), "a lease");
        Require(!session.Page.TryPool(new PoolKey(Entitlement, "seats"), out _), "a pool");
    }

    private static async Task RoundTrip(ILedgerUnderTest ledger)
    {
        var wanted = Lease(LeaseOf(1), "älïce \"1\"", "s'1", "mächine") with { Features = ["export", "rénder"], AskedSeconds = 77 };
        var grant = Grant(Seat("a", 1, 1)) with { GraceSeconds = 9, BindMachine = true, UsageSignals = true, LicenseType = "per_user" };
        var issued = await Issue(ledger, wanted, grant);

        Equal(Text(issued), Text((await ledger.Read()).Leases[issued.Id]), "row");
        Equal(Text(issued), Text(await Load(ledger, Renew(issued), issued.Id)), "page");
    }

    private static async Task RoundTripOfRenewal(ILedgerUnderTest ledger)
    {
        var issued = await Issue(ledger, Lease(LeaseOf(1)), Grant(Seat("a", 1)));
        ledger.Advance(100);
        var grant = Grant() with { LicenseType = "per_user", GraceSeconds = 5, LeaseSeconds = 60, BindMachine = true, UsageSignals = true };
        var act = Activate(Lease(LeaseOf(2)) with { AskedSeconds = 60 }, grant, takeover: true) with { Signing = new("k2", Start + 9_999) };
        var taken = Leased(await new BatchRunner(ledger).Post(act));
        var revoked = (ActResult.Ended)await new BatchRunner(ledger).Post(Revoke(taken));

        Equal(Text(revoked.Lease), Text((await ledger.Read()).Leases[issued.Id]), "row");
        Equal("(60, 2, k2, lost laptop)", $"({taken.AskedSeconds}, {taken.Generation}, {taken.KeyId}, {revoked.Lease.EndReason})", "lease");
    }

    private static async Task NothingWithoutCommit(ILedgerUnderTest ledger)
    {
        await ledger.Open(OpenBook());
        var act = Activate(Lease(LeaseOf(1)), Grant(Seat("alice", 1)));
        await using (var session = await ledger.Store.Open([act], BatchCommitter.NobodyLate, default))
            Leased(session.Page.Apply(act));

        Require((await ledger.Read()).Leases.IsEmpty, "a lease");
        Leased(await new BatchRunner(ledger).Post(act));
    }

    private static async Task SurvivesRestart(ILedgerUnderTest ledger)
    {
        var issued = await Issue(ledger, Lease(LeaseOf(1)), Grant(Seat("alice", 1)));
        var before = await ledger.Read();
        await ledger.Restart();

        Equal(Text(before), Text(await ledger.Read()), "rows");
        Leased(await new BatchRunner(ledger).Post(Renew(issued)));
    }

    private static async Task EventsInOrder(ILedgerUnderTest ledger)
    {
        var issued = await Issue(ledger, Lease(LeaseOf(1)), Grant(Seat("alice", 1)));
        await new BatchRunner(ledger).Post([Activate(Lease(LeaseOf(2), "bob"), Grant(Seat("bob", 1))), Release(issued)]);
        try
        {
            await new BatchRunner(ledger).Post([Activate(Lease(LeaseOf(3), "eve"), Grant(Seat("eve", 9)))], Crash.BeforeCommit);
        }
        catch (CrashException) { }

        var events = (await ledger.Read()).Events;
        Equal("license.issued license.released license.issued", string.Join(' ', events.Select(row => row.Name)), "events");
        Equal(issued.Id.ToString(), events[1].Subject, "subject");
        Require(events[0].Data.AsSpan().StartsWith("{\"lease_id\":\"lease_"u8), "data");
    }

    private static async Task OneAtATime(ILedgerUnderTest ledger)
    {
        var issued = await Issue(ledger, Lease(LeaseOf(1)), Grant(Seat("alice", 1)));
        var act = Activate(Lease(LeaseOf(2), "bob"), Grant(Seat("bob", 1)));
        var first = await ledger.Store.Open([Release(issued)], BatchCommitter.NobodyLate, default);
        var second = ledger.Store.Open([act], BatchCommitter.NobodyLate, default);
        // Long enough for one that does not wait to have read everything.
        await Task.WhenAny(second, Task.Delay(TimeSpan.FromMilliseconds(300)));
        Require(!second.IsCompleted, "no wait");
        first.Page.Apply(Release(issued));
        await first.Commit(new WriteSet(), default);
        await first.DisposeAsync();

        await using var session = await second;
        Leased(session.Page.Apply(act));
    }

    private static async Task TenantsApart(ILedgerUnderTest ledger)
    {
        var issued = await Issue(ledger, Lease(LeaseOf(1)), Grant(Seat("alice", 1)));
        var foreign = issued with { Tenant = new TenantId("evil") };
        await using var session = await ledger.Store.Open(
            [Renew(foreign), Activate(foreign, Grant(Seat("alice", 1)))],
            BatchCommitter.NobodyLate,
            default
        );

        Require(!session.Page.TryBook(Entitlement, out _), "a book");
        Require(!session.Page.TryLease(issued.Id, out _), "a lease");
        Require(!session.Page.TrySeat(new SeatKey(Entitlement, "seats", "alice"), out _), "a seat");
    }

    private static async Task SeatsAreComplete(ILedgerUnderTest ledger)
    {
        var first = await Issue(ledger, Lease(LeaseOf(1)), Grant(Seat("alice", 1), new Claim("feature/export", "alice", 1)));
        var second = Lease(LeaseOf(2), session: "s2");
        Leased(await new BatchRunner(ledger).Post(Activate(second, Grant(Seat("alice", 1)) with { LeaseSeconds = 99 })));
        await using var session = await ledger.Store.Open([Release(first)], BatchCommitter.NobodyLate, default);

        Equal("2", session.Page.Claims(first.Id).Count.ToString(), "claims");
        foreach (var claim in session.Page.Claims(first.Id))
        {
            var key = new SeatKey(Entitlement, claim.Pool, claim.Holder);
            Require(session.Page.TryPool(key.PoolKey, out _), "no pool");
            Require(session.Page.Seat(key).KnowsItsLeases, "unknown leases");
        }
        Require(!session.Page.HasLease(second.Id), "more leases than the act needs");
    }

    private static async Task Blocks(ILedgerUnderTest ledger)
    {
        var issued = await Issue(ledger, Lease(LeaseOf(1)), Grant(Seat("alice", 1)));
        await new BatchRunner(ledger).Post(Revoke(issued, blockSeconds: 60));
        await new BatchRunner(ledger).Post(Revoke(issued, blockSeconds: 90));

        Equal((Start + 90).ToString(), (await ledger.Read()).Blocks.Values.Single().Until.ToString(), "until");
        await using var session = await ledger.Store.Open(
            [Activate(Lease(LeaseOf(2)), Grant(Seat("alice", 1)))],
            BatchCommitter.NobodyLate,
            default
        );
        Require(session.Page.TryBlock(Entitlement, User("alice"), out var block) && block.Until == Start + 90, "no block");
        Require(!session.Page.TryBlock(Entitlement, new Subject(LicenseTypes.SubjectKind.Machine, "alice"), out _), "a machine's block");
    }

    private async Task DueSeatsInSteps(ILedgerUnderTest ledger)
    {
        var count = 2 * step + 1;
        await Fill(ledger, count);
        ledger.Advance(3_600);
        var act = Activate(Lease(LeaseOf(count + 1), "late"), Grant(Seat("late", 1)));
        await using var session = await ledger.Store.Open([act], BatchCommitter.NobodyLate, default);

        Equal($"{count}", await Taken(ledger), "taken before");
        for (var reads = 1; reads <= 2; reads++)
            Equal("DueSeats", (await Fault(session, act)).GetType().Name, $"fault {reads}");
        var last = await Fault(session, act);
        Equal("DueSeats", last.GetType().Name, "last fault");
        Leased(session.Page.Apply(act));
        Equal($"{count}", session.Page.Changes.Facts.OfType<LeaseExpired>().Count().ToString(), "expired");
    }

    private async Task RevokedInSteps(ILedgerUnderTest ledger)
    {
        var count = 2 * step + 1;
        await Fill(ledger, count);
        await ledger.Change(ChangeBook(2) with { RevokeLeases = "fraud" });
        var act = Activate(Lease(LeaseOf(count + 1), "late"), Grant(Seat("late", 1)) with { Version = 2 });

        Leased(await new BatchRunner(ledger).Post(act));
        var rows = await ledger.Read();
        Equal($"{count}", rows.Leases.Values.Count(lease => lease.State == LeaseState.Revoked).ToString(), "revoked");
        Equal("1", await Taken(ledger), "taken");
        Require(!rows.Contradictions().Any(), string.Join(' ', rows.Contradictions()));
    }

    private static async Task SeatLeases(ILedgerUnderTest ledger)
    {
        var first = await Issue(ledger, Lease(LeaseOf(1)), Grant(Seat("alice", 1)) with { LeaseSeconds = 60 });
        ledger.Advance(60);
        var act = Activate(Lease(LeaseOf(2), session: "s2"), Grant(Seat("alice", 1)));
        await using var session = await ledger.Store.Open([act], BatchCommitter.NobodyLate, default);

        Require(await Fault(session, act) is PageFault.SeatLeases { Seat.Holder: "alice" }, "another fault");
        Require(session.Page.HasLease(first.Id), "not loaded");
        Leased(session.Page.Apply(act));
    }

    private static async Task Soonest(ILedgerUnderTest ledger)
    {
        await ledger.Open(OpenBook());
        foreach (var (number, seconds) in new[] { (1, 300), (2, 100), (3, 200) })
        {
            var grant = Grant(Seat($"u{number}", 3)) with { LeaseSeconds = seconds };
            Leased(await new BatchRunner(ledger).Post(Activate(Lease(LeaseOf(number), $"u{number}"), grant)));
        }
        var denied = await new BatchRunner(ledger).Post(Activate(Lease(LeaseOf(9), "late"), Grant(Seat("late", 2))));

        var pool = ((ActResult.Refused)denied).Denial.Pool;
        Equal($"{Start + 200}", $"{pool?.NextSeatAt}", "next seat");
    }

    private static async Task LiveCount(ILedgerUnderTest ledger)
    {
        await Issue(ledger, Lease(LeaseOf(1), session: "s1"), Grant(Seat("a", 1)) with { LeaseSeconds = 60 });
        foreach (var number in new[] { 2, 3 })
            Leased(await new BatchRunner(ledger).Post(Activate(Lease(LeaseOf(number), session: $"s{number}"), Grant(Seat("a", 1)))));
        await new BatchRunner(ledger).Post(Release(Lease(LeaseOf(3))));
        var act = Activate(Lease(LeaseOf(9), session: "s9"), Grant(Seat("a", 1)));

        Equal("2", await Count(), "before the first ends");
        ledger.Advance(60);
        Equal("1", await Count(), "when it has ended");
        await ledger.Change(ChangeBook(2) with { RevokeLeases = "fraud" });
        Equal("0", await Count(), "after revocation");

        async Task<string> Count()
        {
            await using var session = await ledger.Store.Open([act], BatchCommitter.NobodyLate, default);
            return session.Page.LiveCount(Entitlement, User("alice")).ToString();
        }
    }

    private static async Task FreedAndTaken(ILedgerUnderTest ledger)
    {
        var issued = await Issue(ledger, Lease(LeaseOf(1)), Grant(Seat("alice", 1)));
        await new BatchRunner(ledger).Post([Activate(Lease(LeaseOf(2)), Grant(Seat("alice", 1))), Release(issued)]);

        var rows = await ledger.Read();
        Equal("1", rows.Seats.Count.ToString(), "seats");
        Require(!rows.Contradictions().Any(), string.Join(' ', rows.Contradictions()));
    }

    private static async Task Sweep(ILedgerUnderTest ledger)
    {
        await ledger.Open(OpenBook());
        await ledger.Change(ChangeBook(2, holdRevokedSeats: true) with { RevokeLeases = "fraud" });
        var book = (await ledger.Read()).Books[Entitlement];
        Equal($"2 True fraud True {Start + 1}", Text(book), "book");

        await new BatchRunner(ledger).Post(new Reaping(Acme, Entitlement, [], [], book.RevokedBefore));
        await ledger.Restart();
        Equal($"2 True fraud False {Start + 1}", Text((await ledger.Read()).Books[Entitlement]), "book");

        static string Text(BookRow row) =>
            $"{row.Version} {row.HoldRevokedSeats} {row.RevokeReason} {row.SweepPending} {row.RevokedBefore}";
    }
}

/// <summary>A store does not do what it must.</summary>
public sealed class SuiteException(string message) : Exception(message);

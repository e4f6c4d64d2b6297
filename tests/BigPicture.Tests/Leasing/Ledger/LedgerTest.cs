using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using BigPicture.Testing.Leasing.Trials;
using Xunit;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>A ledger in memory with one open book, and short ways to act on it. Every test ends with sound counters.</summary>
public abstract class LedgerTest : IAsyncLifetime
{
    private int ids;

    protected LedgerTest() => Runner = new BatchRunner(Ledger);

    protected MemoryLedger Ledger { get; } = new(LeaseSamples.Start);

    protected BatchRunner Runner { get; }

    protected LedgerRows Rows => Ledger.Rows;

    protected IEnumerable<string> Facts => Runner.Facts.Select(fact => fact.Name);

    protected virtual bool HoldRevokedSeats => false;

    public async ValueTask InitializeAsync() => await Ledger.Open(LeaseSamples.OpenBook(holdRevokedSeats: HoldRevokedSeats));

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        Assert.Empty(Rows.Contradictions());
        GC.SuppressFinalize(this);
    }

    /// <summary>A lease by the given user, not issued yet.</summary>
    protected Lease New(string subject, string? session = "s1", string? machine = null) =>
        LeaseSamples.Lease(LeaseSamples.LeaseOf(++ids), subject, session, machine);

    /// <summary>A grant of the user's own seat in a pool of the given size.</summary>
    protected static Grant Seat(string holder, long limit, long overdraft = 0) =>
        LeaseSamples.Grant(LeaseSamples.Seat(holder, limit, overdraft));

    protected async Task<Lease> Issue(Lease lease, Grant grant) =>
        Assert.IsType<ActResult.Leased>(await Runner.Post(LeaseSamples.Activate(lease, grant))).Lease;

    /// <summary>A lease for the user on a seat of the user's own.</summary>
    protected Task<Lease> Issue(string subject, long limit = 10, int seconds = 3_600) =>
        Issue(New(subject), Seat(subject, limit) with { LeaseSeconds = seconds });

    protected async Task<Denial> Refused(LeaseAct act) => Refused(await Runner.Post(act));

    protected static Denial Refused(ActResult result) => Assert.IsType<ActResult.Refused>(result).Denial;

    protected async Task<Lease> End(LeaseAct act) => Assert.IsType<ActResult.Ended>(await Runner.Post(act)).Lease;

    protected async Task Change(long version, bool hold = false, string? revoke = null, params (string, long)[] limits) =>
        Assert.Null(await Ledger.Change(LeaseSamples.ChangeBook(version, hold, limits) with { RevokeLeases = revoke }));

    protected long Taken(string pool = "seats") =>
        Rows.Pools.TryGetValue(new PoolKey(LeaseSamples.Entitlement, pool), out var row) ? row.Taken : 0;

    protected SeatRow SeatOf(string holder, string pool = "seats") => Rows.Seats[new SeatKey(LeaseSamples.Entitlement, pool, holder)];

    protected bool HasSeat(string holder, string pool = "seats") =>
        Rows.Seats.ContainsKey(new SeatKey(LeaseSamples.Entitlement, pool, holder));

    protected static Instant After(long seconds) => LeaseSamples.Start + seconds;

    protected void Set(SkewKind clock) => Ledger.Skew(clock);
}

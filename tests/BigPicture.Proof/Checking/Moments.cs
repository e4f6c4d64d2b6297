using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking;

/// <summary>Places what servers date, and what may yet happen, on the clock of the run; always to the server's favour.</summary>
internal sealed class Moments(History history)
{
    private const long NsInMs = 1_000_000;
    private readonly Dictionary<string, Pool> pools = history.Pools.ToDictionary(pool => pool.Entitlement, StringComparer.Ordinal);

    /// <summary>The last moment at which a call can have taken effect.</summary>
    public long LastEffect(Operation operation) =>
        operation.Outcome == Outcome.Unknown ? operation.ReturnNs + (history.Run.SettleMs * NsInMs) : operation.ReturnNs;

    /// <summary>The earliest that the lease can be over by this answer's token.</summary>
    public long EarliestEnd(Operation answered) => At(answered, answered.Token!.EndsAt, -PoolOf(answered).SkewMs);

    /// <summary>The latest that a lease can end by this call, whether answered or not.</summary>
    public long LatestEnd(Operation operation) =>
        operation is { Outcome: Outcome.Yes, Token: { } token }
            ? At(operation, token.EndsAt, PoolOf(operation).SkewMs)
            : LastEffect(operation) + ((PoolOf(operation).LeaseSecondsMax * 1000L) + PoolOf(operation).SkewMs) * NsInMs;

    public int SkewMs(string entitlement) => pools[entitlement].SkewMs;

    public Pool PoolOf(Operation operation) => pools[operation.Entitlement];

    public Pool? PoolOf(string entitlement) => pools.GetValueOrDefault(entitlement);

    // By the pair of clocks of the very call: a step of the machine's own clock during the run moves no other.
    private static long At(Operation call, long unixSeconds, int shiftMs) =>
        call.ReturnNs + (((unixSeconds * 1000) - call.ReturnUnixMs + shiftMs) * NsInMs);
}

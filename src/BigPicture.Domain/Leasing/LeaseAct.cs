using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>
/// Something to be done under an entitlement's lock. An act checks first and changes after, so one that throws or faults has changed
/// nothing; it answers one outcome and tells its facts to the page.
/// </summary>
public abstract record LeaseAct(TenantId Tenant, EntitlementId Entitlement)
{
    /// <summary>Where the act stands in its batch: what frees seats goes before what takes them.</summary>
    public abstract ActOrder Order { get; }

    /// <summary>Activations wait in a queue of their own, so that a rush for seats never delays those who hold one.</summary>
    public bool TakesSeats => Order == ActOrder.Activate;

    internal abstract ActResult Apply(LedgerPage page);
}

public enum ActOrder
{
    Revoke,
    Release,
    Expire,
    Renew,
    Activate,
}

/// <summary>What became of an act.</summary>
public abstract record ActResult
{
    private ActResult() { }

    /// <summary>The lease is in force, with the claims to sign.</summary>
    public sealed record Leased(Lease Lease, LeaseChange Change, Instant Now, bool DurationCut = false) : ActResult;

    /// <summary>The lease has ended, now or before.</summary>
    public sealed record Ended(Lease Lease) : ActResult;

    public sealed record Refused(Denial Denial) : ActResult;

    /// <summary>Decided on an entitlement that has changed since: decide afresh and post again.</summary>
    public sealed record Stale : ActResult;

    /// <summary>Rows are missing that the answer depends on: read them and apply the act again.</summary>
    public sealed record Faulted(PageFault Fault) : ActResult;

    public sealed record Done : ActResult;

    public static implicit operator ActResult(Denial denial) => new Refused(denial);
}

public enum LeaseChange
{
    /// <summary>The same key asked again before it was time to renew: the stored claims, unchanged.</summary>
    Kept,
    Issued,
    Renewed,
    TakenOver,
}

/// <summary>Rows that an act found missing on its page.</summary>
public abstract record PageFault
{
    private PageFault() { }

    /// <summary>More seats of this pool whose time has come, before a claim on it is refused.</summary>
    public sealed record DueSeats(PoolKey Pool) : PageFault;

    /// <summary>All leases on a seat that a claim would share, some of which may be over.</summary>
    public sealed record SeatLeases(SeatKey Seat) : PageFault;

    /// <summary>More leases that a revocation of their entitlement has ended.</summary>
    public sealed record RevokedLeases(EntitlementId Entitlement) : PageFault;

    /// <summary>The seats of this pool that free first, to tell a refused caller when.</summary>
    public sealed record SoonestSeats(PoolKey Pool, int Count) : PageFault;
}

public readonly record struct PoolKey(EntitlementId Entitlement, string Name);

public readonly record struct SeatKey(EntitlementId Entitlement, string Pool, string Holder)
{
    public PoolKey PoolKey => new(Entitlement, Pool);
}

/// <summary>Which lease stands on which seat.</summary>
public readonly record struct StandingClaim(LeaseId Lease, string Pool, string Holder);

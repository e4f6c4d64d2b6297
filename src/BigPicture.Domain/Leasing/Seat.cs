using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>
/// One unit of a pool, taken by a holder. Several leases may stand on it; it frees when the last of them has ended and, where revoked
/// seats are held, when the last token signed for a revoked one has run out.
/// </summary>
public sealed class Seat
{
    private Seat() { }

    private readonly Dictionary<LeaseId, Instant> standing = [];

    public TenantId Tenant { get; private set; }
    public EntitlementId Entitlement { get; private set; }
    public string Pool { get; private set; } = "";
    public string Holder { get; private set; } = "";

    /// <summary>Whether it counts in its pool; a row exists for exactly the taken seats.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>How many leases stand on this seat.</summary>
    public int Leases { get; private set; }

    /// <summary>The latest end signed for a revoked lease that stood here; zero when none is held.</summary>
    public Instant HeldUntil { get; private set; }

    /// <summary>When the seat frees if nobody renews.</summary>
    public Instant FreeAt { get; private set; }

    /// <summary>The store must tell the ends of all leases on the seat before one of them changes; they decide when it frees.</summary>
    public bool KnowsItsLeases => standing.Count == Leases;

    public IReadOnlyCollection<LeaseId> Standing => standing.Keys;

    /// <summary>A seat that nobody has taken yet.</summary>
    public static Seat Empty(TenantId tenant, EntitlementId entitlement, string pool, string holder) =>
        new()
        {
            Tenant = tenant,
            Entitlement = entitlement,
            Pool = pool,
            Holder = holder,
        };

    /// <summary>A seat as its row says.</summary>
    public static Seat Restore(
        TenantId tenant,
        EntitlementId entitlement,
        string pool,
        string holder,
        int leases,
        Instant heldUntil,
        Instant freeAt
    ) =>
        new()
        {
            Tenant = tenant,
            Entitlement = entitlement,
            Pool = pool,
            Holder = holder,
            IsTaken = true,
            Leases = leases,
            HeldUntil = heldUntil,
            FreeAt = freeAt,
        };

    /// <summary>Takes the seat out of its pool, which must have one to give.</summary>
    public void Take(Pool pool)
    {
        if (IsTaken)
            throw new InvalidOperationException($"Seat {Pool}/{Holder} is taken already.");
        pool.Take();
        IsTaken = true;
        HeldUntil = default;
    }

    /// <summary>Gives the seat back, once, and only when nobody stands on it and no token holds it.</summary>
    public void Free(Pool pool, Instant now)
    {
        if (!IsTaken || !IsFreeAt(now))
            throw new InvalidOperationException($"Seat {Pool}/{Holder} is not free to give back.");
        pool.Free();
        IsTaken = false;
    }

    /// <summary>Tells of a lease that already stands here.</summary>
    public void Know(LeaseId lease, Instant endsAt) => standing[lease] = endsAt;

    public void Join(LeaseId lease, Instant endsAt)
    {
        AssertKnown();
        if (!standing.TryAdd(lease, endsAt))
            throw new InvalidOperationException($"{lease} stands on seat {Pool}/{Holder} already.");
        Leases++;
        Settle();
    }

    public void Extend(LeaseId lease, Instant endsAt)
    {
        AssertStands(lease);
        standing[lease] = endsAt;
        Settle();
    }

    /// <param name="holdUntil">Keeps the seat taken until then although its lease is gone.</param>
    public void Leave(LeaseId lease, Instant holdUntil)
    {
        AssertStands(lease);
        standing.Remove(lease);
        Leases--;
        HeldUntil = Instant.Max(HeldUntil, holdUntil);
        Settle();
    }

    public bool IsFreeAt(Instant now) => Leases == 0 && HeldUntil <= now;

    private void Settle()
    {
        FreeAt = HeldUntil;
        foreach (var endsAt in standing.Values)
            FreeAt = Instant.Max(FreeAt, endsAt);
    }

    private void AssertStands(LeaseId lease)
    {
        AssertKnown();
        if (!standing.ContainsKey(lease))
            throw new InvalidOperationException($"{lease} does not stand on seat {Pool}/{Holder}.");
    }

    private void AssertKnown()
    {
        if (!KnowsItsLeases)
            throw new InvalidOperationException($"Seat {Pool}/{Holder} has {Leases} leases, of which {standing.Count} were read.");
    }
}

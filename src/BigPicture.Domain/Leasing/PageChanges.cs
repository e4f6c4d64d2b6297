using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>What a page's acts changed: the rows to write and the facts to tell, in one transaction.</summary>
public sealed class PageChanges
{
    private readonly HashSet<SeatKey> storedSeats = [];

    public HashSet<Book> Books { get; } = [];
    public HashSet<Pool> Pools { get; } = [];
    public HashSet<Seat> Seats { get; } = [];
    public Dictionary<LeaseId, Lease> NewLeases { get; } = [];
    public Dictionary<LeaseId, Lease> ChangedLeases { get; } = [];
    public List<StandingClaim> NewClaims { get; } = [];
    public List<LeaseId> LeasesWithoutClaims { get; } = [];
    public Dictionary<(EntitlementId, Subject), Block> Blocks { get; } = [];
    public List<Fact> Facts { get; } = [];

    /// <summary>Who did what administrators do, by the subject of its fact.</summary>
    public Dictionary<string, Actor> Actors { get; } = [];

    /// <summary>What the operator revoked lease by lease; what a book's cut revoked is told once, by the cut.</summary>
    public List<Revoked> Revoked { get; } = [];

    /// <summary>The time that was used is to be stored even where no row changes.</summary>
    public bool KeepsClock { get; internal set; }

    public bool IsEmpty => Books.Count == 0 && Blocks.Count == 0 && Facts.Count == 0 && !KeepsClock;

    public IEnumerable<Seat> TakenSeats => Seats.Where(seat => seat.IsTaken);

    public IEnumerable<Seat> FreedSeats => Seats.Where(seat => !seat.IsTaken && WasStored(KeyOf(seat)));

    internal void KnowSeat(SeatKey key) => storedSeats.Add(key);

    internal bool WasStored(SeatKey key) => storedSeats.Contains(key);

    internal void Replace(Lease lease)
    {
        if (NewLeases.ContainsKey(lease.Id))
            NewLeases[lease.Id] = lease;
        else
            ChangedLeases[lease.Id] = lease;
    }

    internal void RemoveClaims(LeaseId lease)
    {
        if (NewClaims.RemoveAll(claim => claim.Lease == lease) == 0)
            LeasesWithoutClaims.Add(lease);
    }

    private static SeatKey KeyOf(Seat seat) => new(seat.Entitlement, seat.Pool, seat.Holder);
}

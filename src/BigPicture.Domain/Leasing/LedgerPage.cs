using System.Diagnostics.CodeAnalysis;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>
/// The rows that one batch of acts touches, in memory, under the lock of their books. Applies the acts one after the other and
/// collects what to write. Pure: the same rows, acts and clock give the same outcome on every database.
/// </summary>
public sealed class LedgerPage(ClockReading clock)
{
    private readonly Dictionary<EntitlementId, Book> books = [];
    private readonly Dictionary<PoolKey, Pool> pools = [];
    private readonly Dictionary<SeatKey, Seat> seats = [];
    private readonly Dictionary<LeaseId, Lease> leases = [];
    private readonly Dictionary<LeaseKey, LeaseId> liveByKey = [];
    private readonly Dictionary<LeaseId, List<StandingClaim>> claims = [];
    private readonly Dictionary<(EntitlementId, Subject), Block> blocks = [];
    private readonly Dictionary<(EntitlementId, Subject), int> liveBySubject = [];
    private readonly Dictionary<PoolKey, SoonestSeats> soonest = [];
    private readonly HashSet<PoolKey> dueKnown = [];
    private readonly HashSet<EntitlementId> revokedKnown = [];
    private readonly Queue<LeaseId> unreaped = [];
    private readonly Queue<SeatKey> unreapedSeats = [];
#if PLANTED_BUGS
    private readonly Dictionary<PoolKey, long> countedAtFirst = [];

    internal long CountedAtFirst(PoolKey key) => countedAtFirst.GetValueOrDefault(key);
#endif

    public ClockReading Clock => clock;

    /// <summary>Goes on with a later look at the clock, before any act was applied.</summary>
    public void Look(ClockReading later) => clock = later;

    public PageChanges Changes { get; } = new();

    public ActResult Apply(LeaseAct act)
    {
        if (act.Order >= ActOrder.Expire)
            Reap();
        return act.Apply(this);
    }

    // ---- Rows as read. What the page holds already is newer than what a later read brings, and stays.

    public void Add(Book book) => books.TryAdd(book.Entitlement, book);

    public void Add(Pool pool)
    {
        pools.TryAdd(new(pool.Entitlement, pool.Name), pool);
#if PLANTED_BUGS
        countedAtFirst.TryAdd(new(pool.Entitlement, pool.Name), pool.Taken);
#endif
    }

    public void Add(Seat seat)
    {
        var key = new SeatKey(seat.Entitlement, seat.Pool, seat.Holder);
        if (!seats.TryAdd(key, seat))
            return;
        Changes.KnowSeat(key);
        if (seat.Leases == 0)
            unreapedSeats.Enqueue(key);
    }

    public void Add(Lease lease)
    {
        if (!leases.TryAdd(lease.Id, lease) || lease.State != LeaseState.Live)
            return;
        liveByKey[lease.Key] = lease.Id;
        unreaped.Enqueue(lease.Id);
    }

    public void Add(StandingClaim claim)
    {
        if (!claims.TryGetValue(claim.Lease, out var list))
            claims.Add(claim.Lease, list = []);
        if (!list.Contains(claim))
            list.Add(claim);
    }

    public void Add(Block block) => blocks.TryAdd((block.Entitlement, block.Subject), block);

    public void AddLiveCount(EntitlementId entitlement, Subject subject, int count) => liveBySubject.TryAdd((entitlement, subject), count);

    /// <param name="complete">No due seat of the pool was left unread.</param>
    public void AddDue(PoolKey pool, bool complete) => Know(dueKnown, pool, complete);

    /// <param name="complete">No lease that the revocation ended was left unread.</param>
    public void AddRevoked(EntitlementId entitlement, bool complete) => Know(revokedKnown, entitlement, complete);

    /// <summary>The seats of a pool that free first, as stored.</summary>
    public void AddSoonest(PoolKey pool, int asked, IReadOnlyList<(string Holder, Instant FreeAt)> rows) =>
        soonest[pool] = new SoonestSeats(asked, rows);

    // ---- Look-ups.

    public bool TryBook(EntitlementId id, [NotNullWhen(true)] out Book? book) => books.TryGetValue(id, out book);

    /// <summary>The time that this book's claims are dated with.</summary>
    public Instant Now(Book book) =>
#if PLANTED_BUGS
        PlantedBug.Is(PlantedBug.ClockBeforeLock) ? clock.Now :
#endif
            Instant.Max(Instant.Max(clock.Now, book.LastAt), book.RevokedBefore);

    /// <summary>The time that ends leases under this book.</summary>
    public Instant Trusted(Book book) =>
#if PLANTED_BUGS
        PlantedBug.Is(PlantedBug.ClockBeforeLock) ? clock.Trusted :
#endif
            Instant.Max(clock.Trusted, book.LastAt);

    public bool TryLease(LeaseId id, [NotNullWhen(true)] out Lease? lease) => leases.TryGetValue(id, out lease);

    public bool TryLiveLease(LeaseKey key, [NotNullWhen(true)] out Lease? lease)
    {
        lease = null;
        return liveByKey.TryGetValue(key, out var id) && leases.TryGetValue(id, out lease);
    }

    public bool HasLease(LeaseId id) => leases.ContainsKey(id);

    public IReadOnlyList<StandingClaim> Claims(LeaseId lease) => claims.TryGetValue(lease, out var list) ? list : [];

    public Pool Pool(PoolKey key) => pools[key];

    public bool TryPool(PoolKey key, [NotNullWhen(true)] out Pool? pool) => pools.TryGetValue(key, out pool);

    public Seat Seat(SeatKey key) => seats[key];

    public bool TrySeat(SeatKey key, [NotNullWhen(true)] out Seat? seat) => seats.TryGetValue(key, out seat);

    public IEnumerable<Seat> Seats(PoolKey pool) => seats.Values.Where(s => s.Entitlement == pool.Entitlement && s.Pool == pool.Name);

    /// <summary>Seats whose leases are not all on the page: their ends must be read before one of them changes.</summary>
    public IReadOnlyList<Seat> SeatsToComplete()
    {
        foreach (var list in claims.Values)
        foreach (var claim in list)
            if (
                leases.TryGetValue(claim.Lease, out var lease)
                && seats.TryGetValue(new(lease.Entitlement, claim.Pool, claim.Holder), out var seat)
            )
                seat.Know(claim.Lease, lease.EndsAt);
        return [.. seats.Values.Where(seat => !seat.KnowsItsLeases)];
    }

    public bool TryBlock(EntitlementId entitlement, Subject subject, [NotNullWhen(true)] out Block? block) =>
        blocks.TryGetValue((entitlement, subject), out block);

    public int LiveCount(EntitlementId entitlement, Subject subject) => liveBySubject.GetValueOrDefault((entitlement, subject));

    internal bool KnowsDue(PoolKey pool) => dueKnown.Contains(pool);

    internal bool KnowsRevoked(Book book) => !book.SweepPending || revokedKnown.Contains(book.Entitlement);

    internal bool TrySoonest(PoolKey pool, int count, [NotNullWhen(true)] out SoonestSeats? rows) =>
        soonest.TryGetValue(pool, out rows) && rows.Asked >= count;

    internal bool WasStored(SeatKey key) => Changes.WasStored(key);

    // ---- Changes. Only acts make them, through Occupancy where seats are concerned.

    internal void Touch(Book book)
    {
        book.Touch(Trusted(book));
        Changes.Books.Add(book);
    }

    internal void Insert(Lease lease)
    {
        leases.Add(lease.Id, lease);
        liveByKey[lease.Key] = lease.Id;
        Changes.NewLeases.Add(lease.Id, lease);
        books[lease.Entitlement].Issued(lease.IssuedAt);
        CountLive(lease, +1);
    }

    internal void Replace(Lease lease)
    {
        var before = leases[lease.Id];
        leases[lease.Id] = lease;
        Changes.Replace(lease);
        var book = books[lease.Entitlement];
        book.Issued(lease.IssuedAt);
        if (before.State != LeaseState.Live || lease.State == LeaseState.Live)
            return;
        liveByKey.Remove(lease.Key);
        // Stores count what is live at this time; what was over already, though its row did not say so yet, is not in that number.
        if (before.IsLive(Trusted(book), book.RevokedBefore))
            CountLive(lease, -1);
    }

    internal void Insert(StandingClaim claim)
    {
        Add(claim);
        Changes.NewClaims.Add(claim);
    }

    internal void RemoveClaims(LeaseId lease)
    {
        if (claims.Remove(lease, out var list) && list.Count > 0)
            Changes.RemoveClaims(lease);
    }

    internal Pool OpenPool(TenantId tenant, PoolKey key, long limit)
    {
        if (pools.TryGetValue(key, out var pool))
            return pool;
        pools.Add(key, pool = Leasing.Pool.Open(tenant, key.Entitlement, key.Name, limit));
        return pool;
    }

    internal Seat OpenSeat(TenantId tenant, SeatKey key)
    {
        if (seats.TryGetValue(key, out var seat))
            return seat;
        seats.Add(key, seat = Leasing.Seat.Empty(tenant, key.Entitlement, key.Pool, key.Holder));
        return seat;
    }

    internal void Put(Block block)
    {
        blocks[(block.Entitlement, block.Subject)] = block;
        Changes.Blocks[(block.Entitlement, block.Subject)] = block;
    }

    internal void Tell(Fact fact) => Changes.Facts.Add(fact);

    /// <summary>Ends what is due or revoked among the rows read, and frees held seats whose time has come.</summary>
    private void Reap()
    {
        while (unreaped.TryDequeue(out var id))
            Occupancy.EndIfOver(this, leases[id]);
        while (unreapedSeats.TryDequeue(out var key))
            Occupancy.FreeIfOver(this, seats[key]);
    }

    private void CountLive(Lease lease, int by)
    {
        var key = (lease.Entitlement, lease.Subject);
        if (liveBySubject.TryGetValue(key, out var count))
            liveBySubject[key] = count + by;
    }

    private static void Know<T>(HashSet<T> known, T key, bool complete)
    {
        if (complete)
            known.Add(key);
    }
}

/// <param name="Asked">How many were asked for; fewer rows mean that there are no more.</param>
internal sealed record SoonestSeats(int Asked, IReadOnlyList<(string Holder, Instant FreeAt)> Rows);

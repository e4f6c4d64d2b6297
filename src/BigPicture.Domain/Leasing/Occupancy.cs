using System.Collections.Immutable;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>How leases take, keep and leave seats. The only place that changes a pool's counter, always together with the seat.</summary>
internal static class Occupancy
{
    /// <summary>Beyond this many seats it is not worth reading on to tell a refused caller when one frees.</summary>
    private const int SoonestSeatsMax = 10_000;

    /// <summary>Takes every claim's seat for a new lease. <see cref="FindShortage"/> must have found none.</summary>
    public static void Take(LedgerPage page, Lease lease, ImmutableArray<Claim> claims)
    {
        foreach (var claim in claims)
        {
            var pool = page.OpenPool(lease.Tenant, PoolOf(lease, claim), claim.Ceiling);
            pool.SetLimit(claim.Ceiling);
            var seat = page.OpenSeat(lease.Tenant, SeatOf(lease, claim));
            if (!seat.IsTaken)
                seat.Take(pool);
            seat.Join(lease.Id, lease.EndsAt);
            page.Insert(new StandingClaim(lease.Id, claim.Pool, claim.Holder));
            page.Changes.Pools.Add(pool);
            page.Changes.Seats.Add(seat);
        }
    }

    /// <summary>Whether a claim would take a seat beyond its pool's limit.</summary>
    public static bool IsOverdraft(LedgerPage page, EntitlementId entitlement, Claim claim) =>
        !IsSeated(page, entitlement, claim) && Taken(page, new PoolKey(entitlement, claim.Pool)) >= claim.Limit;

    /// <summary>The claims that find no seat; a fault where rows are missing to say so for sure.</summary>
    public static (ImmutableArray<Claim> Short, PageFault? Fault) FindShortage(LedgerPage page, Book book, ImmutableArray<Claim> claims)
    {
        var shortage = ImmutableArray<Claim>.Empty;
        for (var i = 0; i < claims.Length; i++)
        {
            var claim = claims[i];
            if (IsSeated(page, book.Entitlement, claim))
                continue;
            var key = new PoolKey(book.Entitlement, claim.Pool);
            var wanted = Taken(page, key) + 1 + claims.Take(i).Count(c => c.Pool == claim.Pool && !IsSeated(page, book.Entitlement, c));
            if (wanted <= claim.Limit)
                continue;
            if (!page.KnowsDue(key))
                return ([], new PageFault.DueSeats(key));
            if (!page.KnowsRevoked(book))
                return ([], new PageFault.RevokedLeases(book.Entitlement));
            if (wanted > claim.Ceiling)
                shortage = shortage.Add(claim);
        }
        return (shortage, null);
    }

    /// <summary>When all claims that are short could be granted if nobody renewed; null when that cannot be told.</summary>
    public static (Instant? At, PageFault? Fault) NextSeatAt(LedgerPage page, Book book, ImmutableArray<Claim> shortage)
    {
        Instant latest = default;
        foreach (var claim in shortage)
        {
            var key = new PoolKey(book.Entitlement, claim.Pool);
            var wanted = page.Pool(key).Taken - claim.Ceiling + 1;
            if (wanted > SoonestSeatsMax)
                return (null, null);

            // Seats on the page are newer than the stored rows of the same holders, which they replace; read enough of the others.
            var onPage = page.Seats(key).ToList();
            var needed = (int)wanted + onPage.Count;
            if (!page.TrySoonest(key, needed, out var stored))
                return (null, new PageFault.SoonestSeats(key, needed + SoonestSpare));
            var free = stored
                .Rows.Where(row => onPage.TrueForAll(seat => seat.Holder != row.Holder))
                .Select(row => row.FreeAt)
                .Concat(onPage.Where(seat => seat.IsTaken).Select(seat => seat.FreeAt))
                .Order()
                .ElementAt((int)wanted - 1);
            latest = Instant.Max(latest, free);
        }
        return (latest, null);
    }

    /// <summary>Lets a lease keep its seats until its new end.</summary>
    public static void Extend(LedgerPage page, Lease lease)
    {
        foreach (var claim in page.Claims(lease.Id))
        {
            var seat = page.Seat(new SeatKey(lease.Entitlement, claim.Pool, claim.Holder));
            seat.Extend(lease.Id, lease.EndsAt);
            page.Changes.Seats.Add(seat);
        }
    }

    /// <summary>Ends a lease and frees each of its seats on which no other stands.</summary>
    public static Lease End(LedgerPage page, Book book, Lease lease, LeaseState state, Instant at, string? reason)
    {
        var ended = lease with { State = state, EndedAt = at, EndReason = reason };
        var holdUntil = state == LeaseState.Revoked && book.HoldRevokedSeats ? lease.SignedUntil : default;
        foreach (var claim in page.Claims(lease.Id))
        {
            var seat = page.Seat(new SeatKey(lease.Entitlement, claim.Pool, claim.Holder));
            seat.Leave(lease.Id, holdUntil);
            page.Changes.Seats.Add(seat);
            FreeIfOver(page, seat);
        }
        page.RemoveClaims(lease.Id);
        page.Replace(ended);
        page.Touch(book);
        page.Tell(
            state switch
            {
                LeaseState.Released => new LeaseReleased(ended, at),
                LeaseState.Revoked => new LeaseRevoked(ended, at),
                LeaseState.Expired => new LeaseExpired(ended, at),
                _ => throw new ArgumentOutOfRangeException(nameof(state)),
            }
        );
        return ended;
    }

    /// <summary>Writes down the end of a lease that is due or revoked; leaves any other alone.</summary>
    public static Lease EndIfOver(LedgerPage page, Lease lease)
    {
        if (lease.State != LeaseState.Live || !page.TryBook(lease.Entitlement, out var book))
            return lease;
        var trusted = page.Trusted(book);
        return lease.StateAt(trusted, book.RevokedBefore) switch
        {
            LeaseState.Revoked => End(page, book, lease, LeaseState.Revoked, trusted, book.RevokeReason),
            LeaseState.Expired => End(page, book, lease, LeaseState.Expired, trusted, null),
            _ => lease,
        };
    }

    public static void FreeIfOver(LedgerPage page, Seat seat)
    {
        if (!seat.IsTaken || !page.TryBook(seat.Entitlement, out var book) || !seat.IsFreeAt(page.Trusted(book)))
            return;
        var pool = page.Pool(new PoolKey(seat.Entitlement, seat.Pool));
        seat.Free(pool, page.Trusted(book));
        page.Changes.Pools.Add(pool);
        page.Changes.Seats.Add(seat);
        page.Touch(book);
    }

    // Read some more than asked: in a rush for a full pool, one read serves the whole batch although its acts move seats.
    private const int SoonestSpare = 64;

    private static long Taken(LedgerPage page, PoolKey key) => page.TryPool(key, out var pool) ? pool.Taken : 0;

    private static bool IsSeated(LedgerPage page, EntitlementId entitlement, Claim claim) =>
        page.TrySeat(new SeatKey(entitlement, claim.Pool, claim.Holder), out var seat) && seat.IsTaken;

    private static PoolKey PoolOf(Lease lease, Claim claim) => new(lease.Entitlement, claim.Pool);

    private static SeatKey SeatOf(Lease lease, Claim claim) => new(lease.Entitlement, claim.Pool, claim.Holder);
}

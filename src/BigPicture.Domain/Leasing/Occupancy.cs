using System.Collections.Immutable;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>How leases take, keep and leave seats. The only place that changes a pool's counter, always together with the seat.</summary>
internal static class Occupancy
{
    /// <summary>Takes every claim's seat for a new lease. <see cref="SeatSearch"/> must have found one for each.</summary>
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
#if PLANTED_BUGS
        if (PlantedBug.Is(PlantedBug.HeldSeatFreed))
            holdUntil = default;
#endif
        foreach (var claim in page.Claims(lease.Id))
        {
            var seat = page.Seat(new SeatKey(lease.Entitlement, claim.Pool, claim.Holder));
            seat.Leave(lease.Id, holdUntil);
            page.Changes.Seats.Add(seat);
#if PLANTED_BUGS
            if (seat.Leases > 0 && PlantedBug.Is(PlantedBug.SharedSeatFreed))
            {
                page.Pool(new PoolKey(seat.Entitlement, seat.Pool)).Free();
                page.Changes.Pools.Add(page.Pool(new PoolKey(seat.Entitlement, seat.Pool)));
            }
#endif
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

    private static PoolKey PoolOf(Lease lease, Claim claim) => new(lease.Entitlement, claim.Pool);

    private static SeatKey SeatOf(Lease lease, Claim claim) => new(lease.Entitlement, claim.Pool, claim.Holder);
}

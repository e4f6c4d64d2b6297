using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;

namespace BigPicture.Testing.Leasing;

/// <summary>Everything that a ledger's database holds, as plain values: what tests compare.</summary>
public sealed record LedgerRows
{
    /// <summary>A database without a row.</summary>
    public static readonly LedgerRows Empty = new();

    /// <summary>Books by their entitlement.</summary>
    public ImmutableDictionary<EntitlementId, BookRow> Books { get; init; } = ImmutableDictionary<EntitlementId, BookRow>.Empty;

    /// <summary>Pools by entitlement and name.</summary>
    public ImmutableDictionary<PoolKey, PoolRow> Pools { get; init; } = ImmutableDictionary<PoolKey, PoolRow>.Empty;

    /// <summary>Taken seats, and only those.</summary>
    public ImmutableDictionary<SeatKey, SeatRow> Seats { get; init; } = ImmutableDictionary<SeatKey, SeatRow>.Empty;

    /// <summary>Leases, those that have ended too.</summary>
    public ImmutableDictionary<LeaseId, Lease> Leases { get; init; } = ImmutableDictionary<LeaseId, Lease>.Empty;

    /// <summary>Which lease stands on which seat.</summary>
    public ImmutableHashSet<StandingClaim> Claims { get; init; } = [];

    /// <summary>Blocks by entitlement and subject.</summary>
    public ImmutableDictionary<(EntitlementId, Subject), Block> Blocks { get; init; } =
        ImmutableDictionary<(EntitlementId, Subject), Block>.Empty;

    /// <summary>Events in the order in which they were committed.</summary>
    public ImmutableList<EventRow> Events { get; init; } = [];

    /// <summary>
    /// Where counters and rows disagree, one sentence each; none in a sound ledger: a pool's <c>taken</c> counts its seats and stays within
    /// its ceiling, a seat's <c>leases</c> counts its claims, its <c>free_at</c> is the latest of its leases' ends and of what holds it, and
    /// exactly the live leases have claims.
    /// </summary>
    public IEnumerable<string> Contradictions()
    {
        foreach (var (key, pool) in Pools)
        {
            var taken = Seats.Keys.Count(seat => seat.PoolKey == key);
            if (pool.Taken != taken)
                yield return $"{key} says {pool.Taken} taken; {taken} seats are.";
            if (pool.Ceiling != Math.Max(pool.Limit, pool.Taken))
                yield return $"{key} has ceiling {pool.Ceiling} at limit {pool.Limit} and {pool.Taken} taken.";
        }
        foreach (var (key, seat) in Seats)
        {
            var leases = Claims.Where(c => c.Pool == key.Pool && c.Holder == key.Holder).Select(c => Leases[c.Lease]);
            var ends = leases.Where(lease => lease.Entitlement == key.Entitlement).Select(lease => lease.EndsAt).ToList();
            if (!Pools.ContainsKey(key.PoolKey))
                yield return $"{key} lies in no pool.";
            if (seat.Leases != ends.Count)
                yield return $"{key} says {seat.Leases} leases; {ends.Count} claims stand on it.";
            if (seat.FreeAt != ends.Append(seat.HeldUntil).Max())
                yield return $"{key} says it frees at {seat.FreeAt}, not at {ends.Append(seat.HeldUntil).Max()}.";
        }
        foreach (var claim in Claims)
        {
            var lease = Leases[claim.Lease];
            if (lease.State != LeaseState.Live)
                yield return $"{lease.Id} is {lease.State} and still claims {claim.Pool}/{claim.Holder}.";
            if (!Seats.ContainsKey(new SeatKey(lease.Entitlement, claim.Pool, claim.Holder)))
                yield return $"{lease.Id} claims {claim.Pool}/{claim.Holder}, which is no seat.";
        }
        foreach (var twins in Leases.Values.Where(l => l.State == LeaseState.Live).GroupBy(l => l.Key).Where(g => g.Count() > 1))
            yield return $"Key {twins.Key} has {twins.Count()} live leases.";
    }
}

/// <summary>A book as stored.</summary>
/// <param name="Tenant">Whose book it is.</param>
/// <param name="Version">The entitlement's version.</param>
/// <param name="HoldRevokedSeats">Whether revoked leases keep their seats until their tokens have run out.</param>
/// <param name="RevokedBefore">Leases issued earlier are revoked.</param>
/// <param name="RevokeReason">Why they are.</param>
/// <param name="SweepPending">Not all of them are written down yet.</param>
/// <param name="LastAt">The latest time that the book was written at.</param>
/// <param name="LastIssuedAt">The latest date of a lease issued under it.</param>
public sealed record BookRow(
    TenantId Tenant,
    long Version,
    bool HoldRevokedSeats,
    Instant RevokedBefore,
    string? RevokeReason,
    bool SweepPending,
    Instant LastAt,
    Instant LastIssuedAt
)
{
    /// <summary>The row of a book.</summary>
    public static BookRow Of(Book book) =>
        new(
            book.Tenant,
            book.Version,
            book.HoldRevokedSeats,
            book.RevokedBefore,
            book.RevokeReason,
            book.SweepPending,
            book.LastAt,
            book.LastIssuedAt
        );

    /// <summary>A book of its own, that may be changed without changing the row.</summary>
    public Book ToBook(EntitlementId entitlement) =>
        Book.Restore(Tenant, entitlement, Version, HoldRevokedSeats, RevokedBefore, RevokeReason, SweepPending, LastAt, LastIssuedAt);
}

/// <summary>A pool as stored.</summary>
/// <param name="Tenant">Whose pool it is.</param>
/// <param name="Limit">Seats that may be granted.</param>
/// <param name="Taken">Seats that are taken.</param>
/// <param name="Ceiling">The greater of both.</param>
public sealed record PoolRow(TenantId Tenant, long Limit, long Taken, long Ceiling)
{
    /// <summary>The row of a pool.</summary>
    public static PoolRow Of(Pool pool) => new(pool.Tenant, pool.Limit, pool.Taken, pool.Ceiling);

    /// <summary>A pool of its own, that may be changed without changing the row.</summary>
    public Pool ToPool(PoolKey key) => Pool.Restore(Tenant, key.Entitlement, key.Name, Limit, Taken, Ceiling);
}

/// <summary>A taken seat as stored.</summary>
/// <param name="Tenant">Whose seat it is.</param>
/// <param name="Leases">How many leases stand on it.</param>
/// <param name="HeldUntil">Until when it stays taken without them.</param>
/// <param name="FreeAt">When it frees if nobody renews.</param>
public sealed record SeatRow(TenantId Tenant, int Leases, Instant HeldUntil, Instant FreeAt)
{
    /// <summary>The row of a seat.</summary>
    public static SeatRow Of(Seat seat) => new(seat.Tenant, seat.Leases, seat.HeldUntil, seat.FreeAt);

    /// <summary>A seat of its own, that may be changed without changing the row.</summary>
    public Seat ToSeat(SeatKey key) => Seat.Restore(Tenant, key.Entitlement, key.Pool, key.Holder, Leases, HeldUntil, FreeAt);
}

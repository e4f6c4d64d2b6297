using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing;

/// <param name="What">One sentence: what the counter says, and what the rows say.</param>
public sealed record LedgerContradiction(TenantId Tenant, EntitlementId Entitlement, string What);

/// <summary>
/// Compares the ledger's counters with the rows that they count. The ledger changes both together under its lock, so a sound database has
/// no contradiction, whatever happened to the server. Reads everything: for an operator who asks, and for tests.
/// </summary>
public sealed class LedgerAudit(LicensingDb db)
{
    /// <summary>The first contradictions of each kind, none in a sound ledger.</summary>
    public async Task<IReadOnlyList<LedgerContradiction>> Find(int count, CancellationToken cancel) =>
        [
            .. await MiscountedPools(count, cancel),
            .. await MiscountedSeats(count, cancel),
            .. await MistimedSeats(count, cancel),
            .. await OrphanedClaims(count, cancel),
        ];

    private async Task<List<LedgerContradiction>> MiscountedPools(int count, CancellationToken cancel)
    {
        var pools = await db.Set<Pool>()
            .AsNoTracking()
            .Select(pool => new
            {
                pool.Tenant,
                pool.Entitlement,
                pool.Name,
                pool.Taken,
                Seats = db.Set<Seat>()
                    .Count(seat => seat.Tenant == pool.Tenant && seat.Entitlement == pool.Entitlement && seat.Pool == pool.Name),
            })
            .Where(pool => pool.Taken != pool.Seats)
            .Take(count)
            .ToListAsync(cancel);
        return pools.ConvertAll(pool => new LedgerContradiction(
            pool.Tenant,
            pool.Entitlement,
            $"Pool {pool.Name} says that {pool.Taken} seats are taken; {pool.Seats} are."
        ));
    }

    private async Task<List<LedgerContradiction>> MiscountedSeats(int count, CancellationToken cancel)
    {
        var seats = await db.Set<Seat>()
            .AsNoTracking()
            .Select(seat => new
            {
                seat.Tenant,
                seat.Entitlement,
                seat.Pool,
                seat.Holder,
                seat.Leases,
                Claims = db.Set<ClaimRow>()
                    .Count(claim =>
                        claim.Tenant == seat.Tenant
                        && claim.Entitlement == seat.Entitlement
                        && claim.Pool == seat.Pool
                        && claim.Holder == seat.Holder
                    ),
            })
            .Where(seat => seat.Leases != seat.Claims)
            .Take(count)
            .ToListAsync(cancel);
        return seats.ConvertAll(seat => new LedgerContradiction(
            seat.Tenant,
            seat.Entitlement,
            $"Seat {seat.Pool}/{seat.Holder} says that {seat.Leases} leases stand on it; {seat.Claims} do."
        ));
    }

    private async Task<List<LedgerContradiction>> MistimedSeats(int count, CancellationToken cancel)
    {
        // It frees at the latest of what holds it: not before any, and with one of them.
        var standings = Standings;
        var seats = await db.Set<Seat>()
            .AsNoTracking()
            .Where(seat =>
                seat.FreeAt < seat.HeldUntil
                || standings.Any(s =>
                    s.Tenant == seat.Tenant
                    && s.Entitlement == seat.Entitlement
                    && s.Pool == seat.Pool
                    && s.Holder == seat.Holder
                    && s.EndsAt > seat.FreeAt
                )
                || seat.FreeAt != seat.HeldUntil
                    && !standings.Any(s =>
                        s.Tenant == seat.Tenant
                        && s.Entitlement == seat.Entitlement
                        && s.Pool == seat.Pool
                        && s.Holder == seat.Holder
                        && s.EndsAt == seat.FreeAt
                    )
            )
            .Take(count)
            .ToListAsync(cancel);
        return seats.ConvertAll(seat => new LedgerContradiction(
            seat.Tenant,
            seat.Entitlement,
            $"Seat {seat.Pool}/{seat.Holder} says that it frees at {seat.FreeAt}; its leases and what holds it say otherwise."
        ));
    }

    private async Task<List<LedgerContradiction>> OrphanedClaims(int count, CancellationToken cancel)
    {
        var claims = await db.Set<ClaimRow>()
            .AsNoTracking()
            .Where(claim =>
                db.Set<Lease>().Any(lease => lease.Tenant == claim.Tenant && lease.Id == claim.Lease && lease.State != LeaseState.Live)
            )
            .Take(count)
            .ToListAsync(cancel);
        return claims.ConvertAll(claim => new LedgerContradiction(
            claim.Tenant,
            claim.Entitlement,
            $"{claim.Lease} has ended and still stands on seat {claim.Pool}/{claim.Holder}."
        ));
    }

    /// <summary>Each claim with the end of its lease: what stands on a seat, and until when.</summary>
    private IQueryable<Standing> Standings =>
        db.Set<ClaimRow>()
            .Join(
                db.Set<Lease>(),
                claim => new { claim.Tenant, claim.Lease },
                lease => new { lease.Tenant, Lease = lease.Id },
                (claim, lease) =>
                    new Standing
                    {
                        Tenant = claim.Tenant,
                        Entitlement = claim.Entitlement,
                        Pool = claim.Pool,
                        Holder = claim.Holder,
                        EndsAt = lease.EndsAt,
                    }
            );

    private sealed class Standing
    {
        public TenantId Tenant { get; init; }
        public EntitlementId Entitlement { get; init; }
        public required string Pool { get; init; }
        public required string Holder { get; init; }
        public Instant EndsAt { get; init; }
    }
}

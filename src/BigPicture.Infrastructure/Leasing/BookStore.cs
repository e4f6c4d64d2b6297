using BigPicture.Application.Leasing.Books;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing;

internal class BookStore(LicensingDb db) : IBookStore
{
    public void Add(Book book) => db.Add(book);

    public async Task<Book> Lock(TenantId tenant, EntitlementId entitlement, CancellationToken cancel) =>
        await Find(tenant, entitlement, cancel) ?? throw new InvalidOperationException($"{entitlement} has no book.");

    public async Task<IReadOnlyList<Pool>> Pools(
        TenantId tenant,
        EntitlementId entitlement,
        IEnumerable<string> names,
        CancellationToken cancel
    )
    {
        var wanted = names.ToList();
        return await db.Set<Pool>()
            .Where(pool => pool.Tenant == tenant && pool.Entitlement == entitlement && wanted.Contains(pool.Name))
            .ToListAsync(cancel);
    }

    public Task<bool> AnyLive(Book book, Instant now, CancellationToken cancel) => Live(book, now).AnyAsync(cancel);

    public Task<string?> FirstPoolInUse(Book book, IEnumerable<string> pools, Instant now, CancellationToken cancel)
    {
        var wanted = pools.ToList();
        var claims = db.Set<ClaimRow>()
            .Where(claim => claim.Tenant == book.Tenant && claim.Entitlement == book.Entitlement && wanted.Contains(claim.Pool));
        return Live(book, now)
            .Join(claims, lease => lease.Id, claim => claim.Lease, (_, claim) => claim.Pool)
            .OrderBy(pool => pool)
            .FirstOrDefaultAsync(cancel);
    }

    public async Task<Instant> LatestSigned(Book book, CancellationToken cancel) =>
        await db.Set<Lease>()
            .Where(lease => lease.Tenant == book.Tenant && lease.Entitlement == book.Entitlement && lease.State == LeaseState.Live)
            .MaxAsync(lease => (Instant?)lease.SignedUntil, cancel)
        ?? default;

    public async Task CutLeases(Book book, Instant at, CancellationToken cancel)
    {
        var leases = db.Set<Lease>().Where(lease => lease.Tenant == book.Tenant && lease.Entitlement == book.Entitlement);
        await leases
            .Where(lease => lease.State == LeaseState.Live && lease.EndsAt > at)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(lease => lease.ExpiresAt, lease => lease.ExpiresAt > at ? at : lease.ExpiresAt)
                        .SetProperty(lease => lease.RenewAfter, lease => lease.RenewAfter > at ? at : lease.RenewAfter)
                        .SetProperty(lease => lease.GraceUntil, lease => lease.ExpiresAt >= at ? null : at)
                        .SetProperty(lease => lease.EndsAt, at),
                cancel
            );

        // A seat that a revoked lease holds stays held: the token that was signed for it has not grown shorter.
        await db.Set<Seat>()
            .Where(seat => seat.Tenant == book.Tenant && seat.Entitlement == book.Entitlement && seat.FreeAt > at)
            .ExecuteUpdateAsync(set => set.SetProperty(seat => seat.FreeAt, seat => seat.HeldUntil > at ? seat.HeldUntil : at), cancel);
    }

    public async Task<(TenantId Tenant, EntitlementId Entitlement)?> FirstWithEmptyPool(CancellationToken cancel)
    {
        var found = await db.Set<Pool>()
            .Where(pool => pool.Taken == 0)
            .OrderBy(pool => pool.Tenant)
            .ThenBy(pool => pool.Entitlement)
            .Select(pool => new { pool.Tenant, pool.Entitlement })
            .FirstOrDefaultAsync(cancel);
        return found is null ? null : (found.Tenant, found.Entitlement);
    }

    public async Task<int> RemoveEmptyPools(Book book, int count, CancellationToken cancel)
    {
        var pools = db.Set<Pool>().Where(pool => pool.Tenant == book.Tenant && pool.Entitlement == book.Entitlement);
        var names = await pools
            .Where(pool => pool.Taken == 0)
            .OrderBy(pool => pool.Name)
            .Take(count)
            .Select(pool => pool.Name)
            .ToListAsync(cancel);
        return await pools.Where(pool => names.Contains(pool.Name)).ExecuteDeleteAsync(cancel);
    }

    public async Task<Instant> LatestTime(CancellationToken cancel)
    {
        var latest = await db.Set<Book>()
            .GroupBy(_ => 1)
            .Select(books => new { LastAt = books.Max(book => book.LastAt), RevokedBefore = books.Max(book => book.RevokedBefore) })
            .SingleOrDefaultAsync(cancel);
        return latest is null ? default : Instant.Max(latest.LastAt, latest.RevokedBefore);
    }

    public async Task<int> SetBack(Instant at, CancellationToken cancel)
    {
        // A cut that lies ahead would date every new lease ahead. It may come back to now once the leases that it ended, and whose rows
        // do not say so yet, lie before it again; none of them is ever signed again.
        await db.Set<Lease>()
            .Where(lease =>
                lease.State == LeaseState.Live
                && lease.IssuedAt >= at
                && db.Set<Book>()
                    .Any(book =>
                        book.Tenant == lease.Tenant && book.Entitlement == lease.Entitlement && lease.IssuedAt < book.RevokedBefore
                    )
            )
            .ExecuteUpdateAsync(set => set.SetProperty(lease => lease.IssuedAt, at - 1), cancel);
        await db.Set<Revoked>()
            .Where(revoked => revoked.IssuedBefore > at)
            .ExecuteUpdateAsync(set => set.SetProperty(revoked => revoked.IssuedBefore, at), cancel);
        return await db.Set<Book>()
            .Where(book => book.LastAt > at || book.RevokedBefore > at)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(book => book.LastAt, book => book.LastAt > at ? at : book.LastAt)
                        .SetProperty(book => book.RevokedBefore, book => book.RevokedBefore > at ? at : book.RevokedBefore),
                cancel
            );
    }

    /// <summary>Where the database has one writer, whoever writes holds every lock already; elsewhere this takes it.</summary>
    protected virtual Task<Book?> Find(TenantId tenant, EntitlementId entitlement, CancellationToken cancel) =>
        db.Set<Book>().SingleOrDefaultAsync(book => book.Tenant == tenant && book.Entitlement == entitlement, cancel);

    private IQueryable<Lease> Live(Book book, Instant now) =>
        db.Set<Lease>()
            .Where(lease =>
                lease.Tenant == book.Tenant
                && lease.Entitlement == book.Entitlement
                && lease.State == LeaseState.Live
                && lease.EndsAt > now
                && lease.IssuedAt >= book.RevokedBefore
            );
}

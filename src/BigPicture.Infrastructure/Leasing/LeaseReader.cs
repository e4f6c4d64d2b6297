using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing;

/// <param name="context">Opened only when something is read: most grants need nothing of it.</param>
internal sealed class LeaseReader(Lazy<LicensingDb> context) : ILeaseReader
{
    private LicensingDb Db => context.Value;

    public Task<LeaseRecord?> Find(TenantId tenant, LeaseId id, CancellationToken cancel) =>
        Records(Db.Set<Lease>().Where(lease => lease.Tenant == tenant && lease.Id == id)).SingleOrDefaultAsync(cancel);

    // No tenant: an operator who is tied to none looks a lease up by the id that a customer told. Asked of each tenant in turn, since
    // leases are found by tenant first; there are few tenants, and an index by id alone would cost every grant.
    public Task<LeaseRecord?> FindAnywhere(LeaseId id, CancellationToken cancel) =>
        Records(Db.Set<Lease>().Where(lease => lease.Id == id && Db.Set<Book>().Select(book => book.Tenant).Contains(lease.Tenant)))
            .SingleOrDefaultAsync(cancel);

    public async Task<IReadOnlyList<LeaseRecord>> List(LeaseFilter filter, LeaseId? after, int count, CancellationToken cancel)
    {
        var leases = Db.Set<Lease>().AsQueryable();
        if ((filter.Tenant ?? await OnlyTenant(filter.Entitlement, cancel)) is { } tenant)
            leases = leases.Where(lease => lease.Tenant == tenant);
        if (filter.Entitlement is { } entitlement)
            leases = leases.Where(lease => lease.Entitlement == entitlement);
        if (filter.Products is { } products)
            leases = leases.Where(lease => products.Contains(lease.Product));
        if (filter.Subject is { } subject)
            leases = leases.Where(lease => lease.SubjectKind == subject.Kind && lease.SubjectId == subject.Id);
        if (filter.SubjectId is { } subjectId)
            leases = leases.Where(lease => lease.SubjectId == subjectId);
        if (after is { } last)
            leases = leases.Where(lease => lease.Id > last);
        return await Records(leases, filter.State, filter.Now).Take(count).ToListAsync(cancel);
    }

    public async Task<IReadOnlyList<LeaseKey>> LiveKeys(
        TenantId tenant,
        IReadOnlyList<LeaseKey> keys,
        Instant now,
        CancellationToken cancel
    ) =>
        await Db.Set<Lease>()
            .Where(lease => lease.Tenant == tenant && keys.Contains(lease.Key) && lease.State == LeaseState.Live && lease.EndsAt > now)
            .Select(lease => lease.Key)
            .ToListAsync(cancel);

    public async Task<Instant?> BlockedUntil(TenantId tenant, EntitlementId entitlement, Subject subject, CancellationToken cancel) =>
        await Db.Set<Block>()
            .Where(block =>
                block.Tenant == tenant
                && block.Entitlement == entitlement
                && block.SubjectKind == subject.Kind
                && block.SubjectId == subject.Id
            )
            .Select(block => (Instant?)block.Until)
            .SingleOrDefaultAsync(cancel);

    /// <summary>Whose the entitlement is, or the only one that there is: leases are found, and stand in order, by tenant first.</summary>
    private async Task<TenantId?> OnlyTenant(EntitlementId? entitlement, CancellationToken cancel)
    {
        var books = Db.Set<Book>().AsQueryable();
        if (entitlement is { } id)
            books = books.Where(book => book.Entitlement == id);
        var tenants = await books.Select(book => book.Tenant).Distinct().OrderBy(tenant => tenant).Take(2).ToListAsync(cancel);
        return tenants.Count == 1 ? tenants[0] : null;
    }

    private IQueryable<LeaseRecord> Records(IQueryable<Lease> leases, LeaseState? state, Instant now)
    {
        var books = Db.Set<Book>();
        var pairs = leases
            .AsNoTracking()
            .OrderBy(lease => lease.Id)
            .Join(
                books,
                lease => new { lease.Tenant, lease.Entitlement },
                book => new { book.Tenant, book.Entitlement },
                (lease, book) => new { lease, book }
            );
        pairs = state switch
        {
            null => pairs,
            LeaseState.Live => pairs.Where(p =>
                p.lease.State == LeaseState.Live && p.lease.EndsAt > now && p.lease.IssuedAt >= p.book.RevokedBefore
            ),
            LeaseState.Revoked => pairs.Where(p =>
                p.lease.State == LeaseState.Revoked || p.lease.State == LeaseState.Live && p.lease.IssuedAt < p.book.RevokedBefore
            ),
            LeaseState.Expired => pairs.Where(p =>
                p.lease.State == LeaseState.Expired
                || p.lease.State == LeaseState.Live && p.lease.EndsAt <= now && p.lease.IssuedAt >= p.book.RevokedBefore
            ),
            _ => pairs.Where(p => p.lease.State == state),
        };
        return pairs.Select(p => new LeaseRecord(p.lease, p.book.RevokedBefore, p.book.RevokeReason));
    }

    private IQueryable<LeaseRecord> Records(IQueryable<Lease> leases) => Records(leases, state: null, now: default);
}

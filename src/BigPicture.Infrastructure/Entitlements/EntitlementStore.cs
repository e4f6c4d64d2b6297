using System.Linq.Expressions;
using BigPicture.Application.Entitlements;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Entitlements;

internal sealed class EntitlementStore(LicensingDb db) : IEntitlementStore
{
    public Task<Entitlement?> Find(TenantId? tenant, EntitlementId id, CancellationToken cancel) =>
        Of(tenant).SingleOrDefaultAsync(e => e.Id == id, cancel);

    public void Add(Entitlement entitlement) => db.Add(entitlement);

    public async Task<IReadOnlyList<Entitlement>> List(EntitlementFilter filter, EntitlementId? after, int count, CancellationToken cancel)
    {
        var found = Of(filter.Tenant).AsNoTracking();
        if (filter.Products is { } products)
            found = found.Where(e => products.Contains(e.Product));
        if (filter.Status is { } status)
            found = found.Where(Is(status, filter.Now));
        if (filter.EndsBy is { } by)
            found = found.Where(e => e.RevokedAt == null && !e.AutoRenew && e.EndsAt > filter.Now && e.EndsAt <= by);
        if (after is { } last)
            found = found.Where(e => e.Id.CompareTo(last) > 0);
        return await found.OrderBy(e => e.Id).Take(count).ToListAsync(cancel);
    }

    // For the loop, so of all tenants.
    public async Task<IReadOnlyList<Entitlement>> DueForRenewal(Instant now, int count, CancellationToken cancel) =>
        await Of(null)
            .Where(e => e.AutoRenew && e.RevokedAt == null && e.EndsAt <= now)
            .OrderBy(e => e.EndsAt)
            .Take(count)
            .ToListAsync(cancel);

    // For the operator of the machine, so of all tenants.
    public async Task<IReadOnlyList<Entitlement>> Started(Instant after, Instant until, CancellationToken cancel) =>
        await Of(null).Where(e => e.RevokedAt == null && e.StartsAt > after && e.StartsAt <= until).ToListAsync(cancel);

    // For the loop, so of all tenants.
    public async Task<IReadOnlyList<Entitlement>> Untold(Instant now, int count, CancellationToken cancel) =>
        await Of(null)
            .Where(e => !e.ExpiryTold && !e.AutoRenew && e.RevokedAt == null && e.SuspendedAt == null && e.EndsAt <= now)
            .OrderBy(e => e.EndsAt)
            .Take(count)
            .ToListAsync(cancel);

    /// <param name="tenant">Null: of all, for administrators of the vendor and for loops.</param>
    private IQueryable<Entitlement> Of(TenantId? tenant) =>
        tenant is { } id ? db.Set<Entitlement>().Where(e => e.Tenant == id) : db.Set<Entitlement>();

    /// <summary><see cref="Entitlement.StatusAt"/> as a predicate on dates: one that renews itself never ends.</summary>
    private static Expression<Func<Entitlement, bool>> Is(EntitlementStatus status, Instant now) =>
        status switch
        {
            EntitlementStatus.Revoked => e => e.RevokedAt != null,
            EntitlementStatus.Suspended => e => e.RevokedAt == null && e.SuspendedAt != null,
            EntitlementStatus.Expired => e => e.RevokedAt == null && e.SuspendedAt == null && !e.AutoRenew && e.EndsAt <= now,
            EntitlementStatus.Scheduled => e => e.RevokedAt == null && e.SuspendedAt == null && e.StartsAt > now,
            EntitlementStatus.Active => e =>
                e.RevokedAt == null && e.SuspendedAt == null && e.StartsAt <= now && (e.AutoRenew || e.EndsAt == null || e.EndsAt > now),
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
        };
}

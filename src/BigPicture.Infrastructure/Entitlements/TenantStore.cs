using BigPicture.Application.Entitlements;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Entitlements;

internal sealed class TenantStore(LicensingDb db) : ITenantStore
{
    public Task<Tenant?> Find(TenantId id, CancellationToken cancel) => db.Set<Tenant>().SingleOrDefaultAsync(t => t.Id == id, cancel);

    public Task<bool> Exists(TenantId id, CancellationToken cancel) => db.Set<Tenant>().AnyAsync(t => t.Id == id, cancel);

    public void Add(Tenant tenant) => db.Add(tenant);

    public async Task<IReadOnlyList<Tenant>> List(TenantId? only, TenantId? after, int count, CancellationToken cancel)
    {
        var tenants = db.Set<Tenant>().AsNoTracking();
        if (only is { } id)
            tenants = tenants.Where(t => t.Id == id);
        if (after is { } last)
            tenants = tenants.Where(t => t.Id.CompareTo(last) > 0);
        return await tenants.OrderBy(t => t.Id).Take(count).ToListAsync(cancel);
    }
}

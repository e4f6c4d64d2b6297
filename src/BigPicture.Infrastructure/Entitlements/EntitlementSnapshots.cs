using BigPicture.Application.Edge;
using BigPicture.Application.Entitlements;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Infrastructure.Entitlements;

/// <summary>Each read has a context and so a connection of its own: it sees what is committed and nothing else.</summary>
internal sealed class EntitlementSnapshots(IServiceScopeFactory scopes) : IEntitlementSnapshots
{
    public async Task<IReadOnlyList<Entitlement>> Of(TenantId tenant, ProductId product)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Entitlements(scope, tenant).Where(e => e.Tenant == tenant && e.Product == product).OrderBy(e => e.Id).ToListAsync();
    }

    public async Task<Entitlement?> Find(TenantId tenant, EntitlementId id)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Entitlements(scope, tenant).SingleOrDefaultAsync(e => e.Tenant == tenant && e.Id == id);
    }

    private static IQueryable<Entitlement> Entitlements(AsyncServiceScope scope, TenantId tenant)
    {
        // As somebody who may see this tenant and no other, also where the database itself keeps tenants apart.
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = tenant;
        return scope.ServiceProvider.GetRequiredService<LicensingDb>().Set<Entitlement>().AsNoTracking();
    }
}

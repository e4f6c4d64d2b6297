using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Entitlements;

public sealed record TenantView(TenantId Id, string Name, long Version, Instant CreatedAt, Instant UpdatedAt)
{
    internal static TenantView Of(Tenant tenant) => new(tenant.Id, tenant.Name, tenant.Version, tenant.CreatedAt, tenant.UpdatedAt);
}

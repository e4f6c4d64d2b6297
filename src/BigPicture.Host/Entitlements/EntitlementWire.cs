using System.Text.Json;
using BigPicture.Application.Entitlements;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;

namespace BigPicture.Host.Entitlements;

internal static class EntitlementWire
{
    public static ChangeEntitlement ToChange(EntitlementId id, UpdateEntitlementRequest body) =>
        new(id)
        {
            Policy = body.PolicyJson,
            StartsAt = Times.OrNull(body.StartsAt),
            EndsAt = body.EndsAt.IsPresent ? Times.OrNull(body.EndsAt.Value) : default(Patch<Instant?>),
            AutoRenew = body.AutoRenew,
            RenewalDays = body.RenewalDays.IsPresent ? body.RenewalDays.Value : default(Patch<int?>),
            RevokeActiveLeases = body.RevokeActiveLeases ?? false,
        };

    public static EntitlementAnswer ToWire(EntitlementView entitlement) =>
        new()
        {
            EntitlementId = entitlement.Id.ToString(),
            TenantId = entitlement.Tenant.Value,
            ProductId = entitlement.Product.Value,
            PolicyJson = JsonElement.Parse(entitlement.PolicyJson),
            StartsAt = entitlement.StartsAt.ToDateTimeOffset(),
            EndsAt = Times.OrNull(entitlement.EndsAt),
            AutoRenew = entitlement.AutoRenew,
            RenewalDays = entitlement.RenewalDays,
            Status = entitlement.Status.Word(),
            Version = entitlement.Version,
            CreatedAt = entitlement.CreatedAt.ToDateTimeOffset(),
            UpdatedAt = entitlement.UpdatedAt.ToDateTimeOffset(),
        };
}

using BigPicture.Application.Contracts;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Application.Entitlements;

/// <param name="entitlement">As it was read; nobody changes it any more.</param>
/// <param name="type">Null when the policy's license type is not installed.</param>
internal sealed class EntitlementSnapshot(Entitlement entitlement, LicenseType? type) : IEntitlementView
{
    public EntitlementId Id => entitlement.Id;

    public TenantId Tenant => entitlement.Tenant;

    public ProductId Product => entitlement.Product;

    public long Version => entitlement.Version;

    public bool IsActiveAt(Instant now) => entitlement.StatusAt(now) == EntitlementStatus.Active;

    public EntitlementSummary Summarize(Instant now) =>
        new(
            entitlement.Policy.LicenseType,
            entitlement.StatusAt(now).Word(),
            entitlement.Policy.Features,
            entitlement.StartsAt,
            entitlement.EffectiveEnd(now)
        );

    public Instant? EffectiveEnd(Instant now) => entitlement.EffectiveEnd(now);

    public Outcome<Grant> Evaluate(LeaseAsk ask, Instant now, Instant? blockedUntil) =>
        EntitlementEvaluator.Evaluate(entitlement, type, ask, now, blockedUntil);

    public Outcome<Grant> EvaluateRenewal(LeaseAsk ask, Instant now) => EntitlementEvaluator.EvaluateRenewal(entitlement, type, ask, now);
}

using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Entitlements;

/// <summary>An entitlement as it stands at the time of the answer.</summary>
public sealed record EntitlementView
{
    public required EntitlementId Id { get; init; }

    public required TenantId Tenant { get; init; }

    public required ProductId Product { get; init; }

    /// <summary>The policy's JSON text as it was sent, without insignificant white space.</summary>
    public required string PolicyJson { get; init; }

    public required Instant StartsAt { get; init; }

    /// <summary>The end that counts now, which auto-renewal may have moved on before the stored one follows; null: perpetual.</summary>
    public Instant? EndsAt { get; init; }

    public required bool AutoRenew { get; init; }

    public int? RenewalDays { get; init; }

    public required EntitlementStatus Status { get; init; }

    public Instant? SuspendedAt { get; init; }

    public string? SuspendReason { get; init; }

    public Instant? RevokedAt { get; init; }

    public string? RevokeReason { get; init; }

    public required long Version { get; init; }

    public required Instant CreatedAt { get; init; }

    public required Instant UpdatedAt { get; init; }

    internal static EntitlementView Of(Entitlement entitlement, Instant now) =>
        new()
        {
            Id = entitlement.Id,
            Tenant = entitlement.Tenant,
            Product = entitlement.Product,
            PolicyJson = entitlement.Policy.Json,
            StartsAt = entitlement.StartsAt,
            EndsAt = entitlement.EffectiveEnd(now),
            AutoRenew = entitlement.AutoRenew,
            RenewalDays = entitlement.RenewalDays,
            Status = entitlement.StatusAt(now),
            SuspendedAt = entitlement.SuspendedAt,
            SuspendReason = entitlement.SuspendReason,
            RevokedAt = entitlement.RevokedAt,
            RevokeReason = entitlement.RevokeReason,
            Version = entitlement.Version,
            CreatedAt = entitlement.CreatedAt,
            UpdatedAt = entitlement.UpdatedAt,
        };
}

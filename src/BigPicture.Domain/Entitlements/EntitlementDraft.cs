using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Entitlements;

/// <summary>What a new entitlement shall be.</summary>
public sealed record EntitlementDraft
{
    public required TenantId Tenant { get; init; }

    public required ProductId Product { get; init; }

    public required Policy Policy { get; init; }

    /// <summary>Null: from now on.</summary>
    public Instant? StartsAt { get; init; }

    /// <summary>Null: perpetual.</summary>
    public Instant? EndsAt { get; init; }

    public bool AutoRenew { get; init; }

    public int? RenewalDays { get; init; }
}

/// <summary>What shall become of an entitlement; what is not given stays.</summary>
public sealed record EntitlementChange
{
    public Policy? Policy { get; init; }

    public Instant? StartsAt { get; init; }

    /// <summary>A given null makes it perpetual.</summary>
    public Patch<Instant?> EndsAt { get; init; }

    public bool? AutoRenew { get; init; }

    /// <summary>A given null takes the period away.</summary>
    public Patch<int?> RenewalDays { get; init; }
}

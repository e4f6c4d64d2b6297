using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Entitlements;

/// <summary>What happened to an entitlement, with how it stood right after.</summary>
public abstract record EntitlementFact : Fact
{
    private protected EntitlementFact(Entitlement entitlement, Instant at)
        : base(entitlement.Tenant, at)
    {
        Entitlement = entitlement.Id;
        Product = entitlement.Product;
        LicenseType = entitlement.Policy.LicenseType;
        Status = entitlement.StatusAt(at);
        Version = entitlement.Version;
    }

    public EntitlementId Entitlement { get; }

    public ProductId Product { get; }

    public string LicenseType { get; }

    public EntitlementStatus Status { get; }

    public long Version { get; }

    public sealed override string Subject => Entitlement.ToString();

    public sealed override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("entitlement_id", Entitlement.ToString());
        json.WriteString("tenant_id", Tenant.Value);
        json.WriteString("product_id", Product.Value);
        json.WriteString("license_type", LicenseType);
        json.WriteString("status", Status.Word());
        json.WriteNumber("version", Version);
        WriteMore(json);
    }

    private protected virtual void WriteMore(Utf8JsonWriter json) { }

    private protected static void WriteReason(Utf8JsonWriter json, string? reason)
    {
        if (reason is not null)
            json.WriteString("reason", reason);
    }
}

/// <summary>A fact that tells all terms of an entitlement, so that a listener needs no second call.</summary>
public abstract record EntitlementTermsFact : EntitlementFact
{
    private protected EntitlementTermsFact(Entitlement entitlement, Instant at)
        : base(entitlement, at)
    {
        Policy = entitlement.Policy;
        Validity = entitlement.Validity;
    }

    public Policy Policy { get; }

    public Validity Validity { get; }

    private protected sealed override void WriteMore(Utf8JsonWriter json)
    {
        json.WritePropertyName("policy_json");
        json.WriteRawValue(Policy.Json);
        json.WriteString("starts_at", Validity.StartsAt.ToString());
        if (Validity.EndsAt is { } end)
            json.WriteString("ends_at", end.ToString());
        json.WriteBoolean("auto_renew", Validity.AutoRenew);
        if (Validity.RenewalDays is { } days)
            json.WriteNumber("renewal_days", days);
    }
}

public sealed record EntitlementCreated : EntitlementTermsFact
{
    public EntitlementCreated(Entitlement entitlement, Instant at)
        : base(entitlement, at) { }

    public override string Name => "entitlement.created";
}

public sealed record EntitlementUpdated : EntitlementTermsFact
{
    public EntitlementUpdated(Entitlement entitlement, Instant at)
        : base(entitlement, at) { }

    public override string Name => "entitlement.updated";
}

public sealed record EntitlementSuspended : EntitlementFact
{
    public EntitlementSuspended(Entitlement entitlement, string reason, Instant at)
        : base(entitlement, at) => Reason = reason;

    public override string Name => "entitlement.suspended";

    public string Reason { get; }

    private protected override void WriteMore(Utf8JsonWriter json) => WriteReason(json, Reason);
}

public sealed record EntitlementReinstated : EntitlementFact
{
    public EntitlementReinstated(Entitlement entitlement, string? reason, Instant at)
        : base(entitlement, at) => Reason = reason;

    public override string Name => "entitlement.reinstated";

    public string? Reason { get; }

    private protected override void WriteMore(Utf8JsonWriter json) => WriteReason(json, Reason);
}

public sealed record EntitlementRevoked : EntitlementFact
{
    public EntitlementRevoked(Entitlement entitlement, string reason, Instant at)
        : base(entitlement, at) => Reason = reason;

    public override string Name => "entitlement.revoked";

    public string Reason { get; }

    private protected override void WriteMore(Utf8JsonWriter json) => WriteReason(json, Reason);
}

public sealed record EntitlementRenewed : EntitlementFact
{
    public EntitlementRenewed(Entitlement entitlement, Instant previousEnd, Instant at)
        : base(entitlement, at) => (PreviousEnd, End) = (previousEnd, entitlement.EndsAt!.Value);

    public override string Name => "entitlement.renewed";

    public override string? Act => null;

    public Instant PreviousEnd { get; }

    public Instant End { get; }

    private protected override void WriteMore(Utf8JsonWriter json)
    {
        json.WriteString("previous_ends_at", PreviousEnd.ToString());
        json.WriteString("ends_at", End.ToString());
    }
}

public sealed record EntitlementExpired : EntitlementFact
{
    public EntitlementExpired(Entitlement entitlement, Instant at)
        : base(entitlement, at) => End = entitlement.EndsAt!.Value;

    public override string Name => "entitlement.expired";

    public override string? Act => null;

    public Instant End { get; }

    private protected override void WriteMore(Utf8JsonWriter json) => json.WriteString("ends_at", End.ToString());
}

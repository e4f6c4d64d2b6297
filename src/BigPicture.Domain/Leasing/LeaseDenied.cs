using System.Text.Json;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Domain.Leasing;

/// <summary>A subject was refused a lease: once at once, then <see cref="Count"/> times within a minute for the same cause.</summary>
/// <param name="Code">The code as on the wire.</param>
/// <param name="Entitlement">The entitlement that came nearest; null when the tenant has none for the product.</param>
public sealed record LeaseDenied(
    TenantId Tenant,
    Instant At,
    ProductId Product,
    EntitlementId? Entitlement,
    Subject Who,
    DenialCode Code,
    string? Pool,
    int Count,
    string? AttemptId,
    bool Final
) : Fact(Tenant, At)
{
    public override string Name => "license.denied";

    public override string? Act => null;

    public override string Subject => Entitlement?.ToString() ?? Product.Value;

    public override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("product_id", Product.Value);
        if (Entitlement is { } entitlement)
            json.WriteString("entitlement_id", entitlement.ToString());
        json.WriteString("subject_type", Who.Kind == SubjectKind.User ? "user" : "machine");
        json.WriteString("subject_id", Who.Id);
        json.WriteString("code", JsonNamingPolicy.SnakeCaseUpper.ConvertName(Code.ToString()));
        if (Pool is not null)
            json.WriteString("pool", Pool);
        json.WriteNumber("count", Count);
        if (AttemptId is not null)
            json.WriteString("attempt_id", AttemptId);
        if (Final)
            json.WriteBoolean("final", true);
    }
}

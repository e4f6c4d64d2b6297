using System.Text.Json;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Tests.Entitlements;

internal static class Sample
{
    public const string ThreeFloating = """{"type":"concurrent","max_seats":3,"features":["export","render"]}""";

    /// <summary>2026-01-15T10:00:00Z.</summary>
    public static readonly Instant Now = new(1_768_471_200);

    public static readonly EntitlementId Id = new(Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057"));

    public static Outcome<Policy> Parse(string json, LicenseTypeCatalog? types = null)
    {
        using var document = JsonDocument.Parse(json);
        return Domain.Entitlements.Policy.Parse(document.RootElement, types ?? LicenseTypeCatalog.BuiltIn);
    }

    public static Policy Policy(string json = ThreeFloating, params LicenseType[] plugIns) =>
        Parse(json, new LicenseTypeCatalog(plugIns)).Value;

    public static EntitlementDraft Draft(Policy? policy = null) =>
        new()
        {
            Tenant = new TenantId("acme"),
            Product = new ProductId("cad-pro"),
            Policy = policy ?? Policy(),
        };

    public static Entitlement Entitlement(EntitlementDraft? draft = null) =>
        Domain.Entitlements.Entitlement.Create(Id, draft ?? Draft(), Now).Value;

    public static Entitlement Entitlement(string policy) => Entitlement(Draft(Policy(policy)));
}

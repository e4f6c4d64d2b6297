using System.Text.Json;
using BigPicture.Application.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Tests.Fixture;

namespace BigPicture.Tests.Entitlements;

/// <summary>Tenants, products and entitlements for tests to begin with.</summary>
internal static class Catalogue
{
    public static readonly TenantId Acme = new("acme");
    public static readonly ProductId CadPro = new("cad-pro");

    public const string Floating = """{"type":"concurrent","max_seats":3,"features":["export","render"],"feature_seats":{"render":2}}""";

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public static async Task AddNames(this TestServer server, string[] tenants, string[] products)
    {
        foreach (var id in tenants)
            await server.Do(new CreateTenant(new TenantId(id), id.ToUpperInvariant()));
        foreach (var id in products)
            await server.Do(new CreateProduct(new ProductId(id), id.ToUpperInvariant()));
    }

    public static CreateEntitlement Draft(string tenant = "acme", string product = "cad-pro", string policy = Floating) =>
        new(new TenantId(tenant), new ProductId(product), Json(policy));

    public static Task<EntitlementView> AddEntitlement(this TestServer server, CreateEntitlement? draft = null) =>
        server.Do(draft ?? Draft());
}

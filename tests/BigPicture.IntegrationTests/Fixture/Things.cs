using System.Net;

namespace BigPicture.IntegrationTests.Fixture;

/// <summary>Tenants, entitlements and tokens of a test's own, so that tests on one server do not meet.</summary>
internal static class Things
{
    public static async Task<string> Tenant(HttpClient admin) =>
        (await admin.Post("/v1/tenants", """{"name":"Own"}""")).Must(HttpStatusCode.Created)["tenant_id"];

    public static async Task<string> Product(HttpClient admin) =>
        (await admin.Post("/v1/products", """{"name":"Own"}""")).Must(HttpStatusCode.Created)["product_id"];

    /// <summary>Of a tenant of its own for the demo's <c>viewer</c>, unless told otherwise.</summary>
    public static async Task<string> Entitlement(
        HttpClient admin,
        string? tenant = null,
        string product = "viewer",
        string policy = """{"type":"feature_based","features":["open"]}"""
    )
    {
        tenant ??= await Tenant(admin);
        var body = $$"""{"tenant_id":"{{tenant}}","product_id":"{{product}}","policy_json":{{policy}}}""";
        return (await admin.Post("/v1/entitlements", body)).Must(HttpStatusCode.Created)["entitlement_id"];
    }

    /// <summary>The secret of a new API token.</summary>
    /// <param name="more">Further members of the request: <c>"tenant_id":"acme"</c>.</param>
    public static async Task<string> Token(HttpClient admin, IEnumerable<string> scopes, string more = "")
    {
        var list = string.Join(',', scopes.Select(scope => $"\"{scope}\""));
        var body = $$"""{"name":"own","scopes":[{{list}}]{{(more.Length == 0 ? "" : "," + more)}}}""";
        return (await admin.Post("/v1/tokens", body)).Must(HttpStatusCode.Created)["token"];
    }
}

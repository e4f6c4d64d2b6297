using System.Net;
using BigPicture.Protocol.Wire;

namespace BigPicture.IntegrationTests.Edge;

/// <summary>Who may call what, for every route of the document.</summary>
public sealed class AccessTests(SharedServer server)
{
    public static TheoryData<string> Guarded => [.. ApiDocument.Routes.Where(route => route.Scope is not null).Select(route => route.Name)];

    public static TheoryData<string> Public => [.. ApiDocument.Routes.Where(route => route.Scope is null).Select(route => route.Name)];

    [Fact]
    public void Only_these_routes_are_public() =>
        Assert.Equal(["get_license_keys", "healthz", "livez", "readyz"], Public.Select(row => row.Data).Order());

    [Theory]
    [MemberData(nameof(Public))]
    public async Task A_public_route_asks_for_no_token(string name) => (await Call(server.Live.Anonymous, name)).Must(HttpStatusCode.OK);

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task A_guarded_route_wants_a_token(string name)
    {
        var reply = (await Call(server.Live.Anonymous, name)).MustRefuse(HttpStatusCode.Unauthorized, "UNAUTHORIZED");
        Assert.Equal("Bearer realm=\"bigpicture\"", reply.Header("WWW-Authenticate"));
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task A_guarded_route_wants_its_own_scope(string name)
    {
        var scope = ApiDocument.Route(name).Scope!;
        using var all = server.Live.Client(await Things.Token(server.Live.Admin, Scopes.All.Where(other => other != scope)));
        (await Call(all, name)).MustRefuse(HttpStatusCode.Forbidden, "FORBIDDEN");

        using var only = server.Live.Client(await Things.Token(server.Live.Admin, [scope]));
        Assert.NotEqual(HttpStatusCode.Forbidden, (await Call(only, name)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer bp_short")]
    [InlineData("Bearer bp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    [InlineData("bp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_token_in_force_is_refused(string authorization) =>
        (await With(authorization)).MustRefuse(HttpStatusCode.Unauthorized, "UNAUTHORIZED");

    [Fact]
    public async Task The_scheme_may_be_written_in_any_case() =>
        (await With($"bEARER  {server.Live.Founded.AdminToken}")).Must(HttpStatusCode.OK);

    [Fact]
    public async Task Two_tokens_at_once_are_none()
    {
        var token = $"Bearer {server.Live.Founded.AdminToken}";
        var reply = await RawHttp.Ask(
            server.Live.Url,
            $"GET /v1/tenants HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 401 ", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once()
    {
        var made = await server.Live.Admin.Post("/v1/tokens", """{"name":"short lived","scopes":["admin:read"]}""");
        using var client = server.Live.Client(made["token"]);
        (await client.Get("/v1/tenants")).Must(HttpStatusCode.OK);

        Assert.Equal("", (await server.Live.Admin.Delete($"/v1/tokens/{made["token_id"]}")).Must(HttpStatusCode.NoContent).Text);
        (await client.Get("/v1/tenants")).MustRefuse(HttpStatusCode.Unauthorized, "UNAUTHORIZED");
        (await server.Live.Admin.Delete($"/v1/tokens/{made["token_id"]}")).Must(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task What_belongs_to_another_tenant_does_not_exist()
    {
        var (mine, theirs) = (await Things.Tenant(server.Live.Admin), await Things.Tenant(server.Live.Admin));
        var entitlement = await Things.Entitlement(server.Live.Admin, theirs);
        using var client = server.Live.Client(await Things.Token(server.Live.Admin, Scopes.All, $"\"tenant_id\":\"{mine}\""));

        string[] paths =
        [
            $"/v1/tenants/{theirs}",
            $"/v1/tenants/{theirs}/entitlements",
            $"/v1/entitlements/{entitlement}",
            $"/v1/entitlements/{entitlement}/leases",
            $"/v1/entitlements?tenant_id={theirs}",
            $"/v1/leases?tenant_id={theirs}",
            $"/v1/leases?entitlement_id={entitlement}",
            $"/v1/events?tenant_id={theirs}",
            $"/v1/license/status?product_id=viewer&subject_type=user&subject_id=a&tenant_id={theirs}",
        ];
        foreach (var path in paths)
            (await client.Get(path)).MustRefuse(HttpStatusCode.NotFound, "NOT_FOUND");

        var body = $$"""{"product_id":"viewer","tenant_id":"{{theirs}}","subject_type":"user","subject_id":"a"}""";
        (await client.Post("/v1/license/lease", body)).MustRefuse(HttpStatusCode.NotFound, "NOT_FOUND");
        (await client.Post("/v1/license/explain", body)).MustRefuse(HttpStatusCode.NotFound, "NOT_FOUND");
        (await client.Post($"/v1/entitlements/{entitlement}/revoke", """{"reason":"mine now"}""")).MustRefuse(
            HttpStatusCode.NotFound,
            "NOT_FOUND"
        );
        Assert.Equal(0, (await client.Get("/v1/entitlements")).Body.GetProperty("entitlements").GetArrayLength());
    }

    [Theory]
    [InlineData("/v1/entitlements/ent_1")]
    [InlineData("/v1/entitlements/ENT_01M85ZDM3NE5RVHD335VQZ5HRQ")]
    [InlineData("/v1/entitlements/ent_01m85zdm3ne5rvhd335vqz5hrq")]
    [InlineData("/v1/entitlements/ent_01m85zdm3ne5rvhd335vqz5hrq/leases")]
    [InlineData("/v1/leases/lease_01m85zdm3ne5rvhd335vqz5hrq")]
    [InlineData("/v1/leases/ent_01m85zdm3ne5rvhd335vqz5hrq")]
    [InlineData("/v1/tokens/none")]
    [InlineData("/v1/tenants/nobody")]
    [InlineData("/v1/tenants/nobody/entitlements")]
    [InlineData("/v1/tenants/_vendor")]
    [InlineData("/v1/products/nothing")]
    [InlineData("/v1/products/nothing/entitlements")]
    public async Task An_id_that_nobody_has_is_not_found_malformed_or_not(string path) =>
        (await server.Live.Admin.Get(path)).MustRefuse(HttpStatusCode.NotFound, "NOT_FOUND");

    private static Task<Reply> Call(HttpClient client, string name)
    {
        var route = ApiDocument.Route(name);
        var path = route.Path;
        foreach (var part in route.Parameters("path"))
            path = path.Replace($"{{{part.GetProperty("name").GetString()}}}", "nothing", StringComparison.Ordinal);
        return client.Ask(new HttpMethod(route.Method), path, route.Body is null ? null : Talk.Json("{}"));
    }

    private Task<Reply> With(string authorization) =>
        server.Live.Anonymous.Ask(HttpMethod.Get, "/v1/tenants", null, ("Authorization", authorization));
}

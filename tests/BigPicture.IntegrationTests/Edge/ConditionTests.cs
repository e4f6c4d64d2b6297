using System.Net;

namespace BigPicture.IntegrationTests.Edge;

/// <summary>A change may depend on a version, and a creation may carry a key under which it happens once.</summary>
public sealed class ConditionTests(SharedServer server)
{
    private HttpClient Admin => server.Live.Admin;

    [Fact]
    public async Task A_change_goes_through_at_the_version_that_it_names()
    {
        var path = await NewTenant();
        var changed = (await Rename(path, "Second", "\"1\"")).Must(HttpStatusCode.OK);
        Assert.Equal("\"2\"", changed.Header("ETag"));
        (await Rename(path, "Third", "*")).Must(HttpStatusCode.OK);
        (await Rename(path, "Fourth", null)).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_change_of_another_version_is_refused_and_changes_nothing()
    {
        var path = await NewTenant();
        (await Rename(path, "Late", "\"2\"")).MustRefuse(HttpStatusCode.PreconditionFailed, "VERSION_MISMATCH");
        Assert.Equal("First", (await Admin.Get(path))["name"]);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("W/\"1\"")]
    [InlineData("\"01\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"0\"")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("\"one\"")]
    public async Task A_condition_that_no_ETag_gave_is_malformed(string condition) =>
        (await Rename(await NewTenant(), "Odd", condition)).MustBlame("If-Match");

    [Theory]
    [InlineData("suspend", """{"reason":"unpaid"}""")]
    [InlineData("reinstate", "{}")]
    [InlineData("revoke", """{"reason":"over"}""")]
    public async Task Acts_on_entitlements_take_the_condition_too(string act, string body)
    {
        var path = $"/v1/entitlements/{await Things.Entitlement(Admin)}/{act}";
        (await Admin.Post(path, body, ("If-Match", "\"7\""))).MustRefuse(HttpStatusCode.PreconditionFailed, "VERSION_MISMATCH");
        (await Admin.Post(path, body, ("If-Match", "7"))).MustBlame("If-Match");
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_creates_nothing_new()
    {
        var first = await Admin.Post("/v1/tenants", """{"name":"Once"}""", ("Idempotency-Key", "once-1"));
        var repeat = await Admin.Post("/v1/tenants", """{"name":"Once"}""", ("Idempotency-Key", "once-1"));
        Assert.Equal(first.Must(HttpStatusCode.Created).Text, repeat.Must(HttpStatusCode.Created).Text);
        Assert.Equal(first.Header("Location"), repeat.Header("Location"));
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_refused()
    {
        (await Admin.Post("/v1/tenants", """{"name":"One"}""", ("Idempotency-Key", "reused"))).Must(HttpStatusCode.Created);
        var otherBody = await Admin.Post("/v1/tenants", """{"name":"Two"}""", ("Idempotency-Key", "reused"));
        otherBody.MustRefuse(HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED");
        var otherPath = await Admin.Post("/v1/products", """{"name":"One"}""", ("Idempotency-Key", "reused"));
        otherPath.MustRefuse(HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free()
    {
        (await Admin.Post("/v1/tenants", """{"name":""}""", ("Idempotency-Key", "free"))).MustBlame("name");
        (await Admin.Post("/v1/tenants", """{"name":"Mended"}""", ("Idempotency-Key", "free"))).Must(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_secret_is_shown_once_even_under_its_key()
    {
        const string Body = """{"name":"once","scopes":["audit:read"]}""";
        var first = await Admin.Post("/v1/tokens", Body, ("Idempotency-Key", "secret"));
        var repeat = await Admin.Post("/v1/tokens", Body, ("Idempotency-Key", "secret"));
        Assert.StartsWith("bp_", first.Must(HttpStatusCode.Created)["token"], StringComparison.Ordinal);
        Assert.Equal(first["token_id"], repeat.Must(HttpStatusCode.Created)["token_id"]);
        Assert.False(repeat.Body.TryGetProperty("token", out _));
    }

    [Fact]
    public async Task Keys_of_two_callers_are_two_keys()
    {
        using var other = server.Live.Client(await Things.Token(Admin, ["admin:write"]));
        var mine = await Admin.Post("/v1/tenants", """{"name":"Mine"}""", ("Idempotency-Key", "shared"));
        var theirs = await other.Post("/v1/tenants", """{"name":"Mine"}""", ("Idempotency-Key", "shared"));
        Assert.NotEqual(mine.Must(HttpStatusCode.Created)["tenant_id"], theirs.Must(HttpStatusCode.Created)["tenant_id"]);
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_malformed()
    {
        var longest = new string('k', 128);
        (await Admin.Post("/v1/tenants", """{"name":"Long"}""", ("Idempotency-Key", longest))).Must(HttpStatusCode.Created);
        (await Admin.Post("/v1/tenants", """{"name":"Long"}""", ("Idempotency-Key", longest + "k"))).MustBlame("Idempotency-Key");
    }

    [Fact]
    public async Task An_application_without_machine_and_session_finds_its_lease_by_the_key()
    {
        const string Body = """{"product_id":"cad-pro","subject_type":"user","subject_id":"keyed"}""";
        var first = await server.Live.Application.Post("/v1/license/lease", Body, ("Idempotency-Key", "lease-key"));
        var retry = await server.Live.Application.Post("/v1/license/lease", Body, ("Idempotency-Key", "lease-key"));
        Assert.Equal(first.Must(HttpStatusCode.Created)["token"], retry.Must(HttpStatusCode.OK)["token"]);
        (await server.Live.Application.Post("/v1/license/lease/release", $$"""{"token":"{{first["token"]}}"}""")).Must(HttpStatusCode.OK);
    }

    private async Task<string> NewTenant() => (await Admin.Post("/v1/tenants", """{"name":"First"}""")).Header("Location")!;

    private Task<Reply> Rename(string path, string name, string? condition) =>
        Admin.Put(path, $$"""{"name":"{{name}}"}""", condition is null ? [] : [("If-Match", condition)]);
}

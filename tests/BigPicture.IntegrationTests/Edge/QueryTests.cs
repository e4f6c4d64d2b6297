using System.Net;

namespace BigPicture.IntegrationTests.Edge;

/// <summary>A query string is understood whole or refused; nothing in it is passed over.</summary>
public sealed class QueryTests(SharedServer server)
{
    [Theory]
    [InlineData("/v1/tenants?colour=red", "colour")]
    [InlineData("/v1/tenants?Limit=5", "Limit")]
    [InlineData("/v1/tenants?limit=5&limit=5", "limit")]
    [InlineData("/v1/tenants?limit=0", "limit")]
    [InlineData("/v1/tenants?limit=201", "limit")]
    [InlineData("/v1/tenants?limit=-1", "limit")]
    [InlineData("/v1/tenants?limit=%2B5", "limit")]
    [InlineData("/v1/tenants?limit=5.0", "limit")]
    [InlineData("/v1/tenants?limit=", "limit")]
    [InlineData("/v1/tenants?limit", "limit")]
    [InlineData("/v1/tenants?limit=99999999999999999999", "limit")]
    [InlineData("/v1/tenants?cursor=forged", "cursor")]
    [InlineData("/v1/tenants?cursor=%00", "cursor")]
    [InlineData("/v1/entitlements?status=alive", "status")]
    [InlineData("/v1/entitlements?expiring_within_days=3661", "expiring_within_days")]
    [InlineData("/v1/leases?entitlement_id=ent_1", "entitlement_id")]
    [InlineData("/v1/leases?subject_id=%C0%AF", "subject_id")]
    [InlineData("/v1/leases?subject_id=%ED%A0%80", "subject_id")]
    [InlineData("/v1/events?after=-1", "after")]
    [InlineData("/v1/events?types=bigpicture.lunch.served", "types")]
    [InlineData("/v1/tenants/acme?limit=5", "limit")]
    public async Task What_is_wrong_in_a_query_names_the_parameter(string path, string parameter) =>
        (await server.Live.Admin.Get(path)).MustBlame(parameter);

    [Theory]
    [InlineData("%zz")]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("a%C3")]
    public async Task A_broken_escape_is_refused(string text)
    {
        var reply = await RawHttp.Ask(
            server.Live.Url,
            $"GET /v1/leases?subject_id={text} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.Live.Founded.AdminToken}\r\n"
                + "Connection: close\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 400 ", reply, StringComparison.Ordinal);
        Assert.Contains("\"field\":\"subject_id\"", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_without_parameters_takes_none() =>
        (await server.Live.Admin.Post("/v1/tenants?dry_run=true", """{"name":"a"}""")).MustBlame("dry_run");

    [Fact]
    public async Task What_is_required_and_left_out_is_named() =>
        (await server.Live.Application.Get("/v1/license/status")).MustBlame("product_id", "subject_type", "subject_id");

    [Fact]
    public async Task Text_in_a_query_is_compared_as_it_was_meant()
    {
        const string Subject = "Zoë & Co + 1/2";
        var lease = await server.Live.Application.Post(
            "/v1/license/lease",
            $$"""{"product_id":"viewer","subject_type":"user","subject_id":"{{Subject}}"}"""
        );
        lease.Must(HttpStatusCode.Created);

        foreach (var spelled in new[] { Uri.EscapeDataString(Subject), "Zo%C3%AB+%26+Co+%2b+1/2" })
        {
            var found = await server.Live.Admin.Get($"/v1/leases?subject_id={spelled}");
            Assert.Equal(1, found.Must(HttpStatusCode.OK).Body.GetProperty("leases").GetArrayLength());
        }
    }

    [Fact]
    public async Task Pages_follow_each_other_without_repeats_or_holes()
    {
        var tenant = await Things.Tenant(server.Live.Admin);
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
            made.Add(await Things.Entitlement(server.Live.Admin, tenant));

        var listed = new List<string>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $"&cursor={cursor}";
            var page = (await server.Live.Admin.Get($"/v1/tenants/{tenant}/entitlements?limit=2{next}")).Must(HttpStatusCode.OK);
            listed.AddRange(
                page.Body.GetProperty("entitlements").EnumerateArray().Select(e => e.GetProperty("entitlement_id").GetString()!)
            );
            cursor = page.Body.TryGetProperty("next_cursor", out var more) ? more.GetString() : null;
        } while (cursor is not null);

        Assert.Equal(made, listed);
    }
}

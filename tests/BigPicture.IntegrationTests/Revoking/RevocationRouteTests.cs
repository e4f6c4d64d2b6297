using System.Net;

namespace BigPicture.IntegrationTests.Revoking;

/// <summary>The list as it is fetched.</summary>
public sealed class RevocationRouteTests(SharedServer server)
{
    private HttpClient Admin => server.Live.Admin;

    [Fact]
    public async Task An_application_fetches_its_tenant_s_list_and_hears_when_nothing_changed()
    {
        var customer = await Customer.Found(Admin);
        using var client = server.Live.Client(customer.Token);
        var first = (await client.Get(Customer.Path)).Must(HttpStatusCode.OK);
        var list = customer.Verify(first["token"]);
        Assert.Equal(list.Epoch, first.Body.GetProperty("epoch").GetInt64());
        Assert.Empty(list.Leases);

        var tag = first.Header("ETag")!;
        var same = await Unless(client, tag);
        Assert.Equal((HttpStatusCode.NotModified, "", tag), (same.Status, same.Text, same.Header("ETag")));
        Assert.Equal(HttpStatusCode.NotModified, (await Unless(client, $"\"other\", W/{tag}")).Status);
        Assert.Equal(HttpStatusCode.NotModified, (await Unless(client, "*")).Status);

        var lease = await customer.RevokeSome();
        var second = (await Unless(client, tag)).Must(HttpStatusCode.OK);
        Assert.NotEqual(tag, second.Header("ETag"));
        var newer = customer.Verify(second["token"]);
        Assert.True(newer.IsNewerThan(list));
        Assert.Equal([lease], newer.Leases);
    }

    [Fact]
    public async Task Who_is_tied_to_no_tenant_names_one()
    {
        var customer = await Customer.Found(Admin);
        (await Admin.Get(Customer.Path)).MustBlame("tenant_id");
        customer.Verify((await Admin.Get($"{Customer.Path}?tenant_id={customer.Tenant}")).Must(HttpStatusCode.OK)["token"]);
        (await Admin.Get($"{Customer.Path}?tenant_id=nobody")).MustRefuse(HttpStatusCode.NotFound, "NOT_FOUND");
        (await Admin.Get($"{Customer.Path}?tenant_id=No%20body")).MustBlame("tenant_id");
    }

    [Theory]
    [InlineData("17")]
    [InlineData("\"17")]
    [InlineData("\"17\" x")]
    public async Task A_condition_that_is_none_is_told(string tag) =>
        (await Unless(server.Live.Application, tag)).MustBlame("If-None-Match");

    [Fact]
    public async Task An_entitlement_s_leases_are_one_entry()
    {
        var customer = await Customer.Found(Admin);
        for (var i = 0; i < 3; i++)
            await customer.Lease();
        (await Admin.Post($"/v1/entitlements/{customer.Entitlement}/revoke", """{"reason":"fraud"}""")).Must(HttpStatusCode.OK);
        var list = customer.Verify((await Admin.Get($"{Customer.Path}?tenant_id={customer.Tenant}"))["token"]);
        Assert.Equal(customer.Entitlement, Assert.Single(list.Entitlements).Id);
        Assert.Empty(list.Leases);
    }

    private static Task<Reply> Unless(HttpClient client, string tag) =>
        client.Ask(HttpMethod.Get, Customer.Path, null, ("If-None-Match", tag));
}

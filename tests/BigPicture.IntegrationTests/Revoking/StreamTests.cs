using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BigPicture.IntegrationTests.Revoking;

/// <summary>The list as it is pushed. A wait that is in vain ends.</summary>
public sealed class StreamTests(SharedServer server)
{
    private HttpClient Admin => server.Live.Admin;

    [Fact]
    public async Task The_list_comes_at_once_and_again_after_each_change()
    {
        var customer = await Customer.Found(Admin);
        using var client = server.Live.Client(customer.Token);
        using var stream = await SentEvents.Open(client, Customer.Stream);
        var first = customer.Verify(await stream.Next());
        Assert.Empty(first.Leases);

        var one = await customer.RevokeSome();
        var second = customer.Verify(await stream.Next());
        Assert.True(second.Epoch > first.Epoch);
        Assert.Equal([one], second.Leases);
        await customer.Lease();
        (await Admin.Post($"/v1/entitlements/{customer.Entitlement}/suspend", """{"reason":"unpaid","revoke_active_leases":true}""")).Must(
            HttpStatusCode.OK
        );
        Assert.Single(customer.Verify(await stream.Next()).Entitlements);
    }

    [Fact]
    public async Task Who_has_the_list_hears_of_the_next_one_only()
    {
        var customer = await Customer.Found(Admin);
        using var client = server.Live.Client(customer.Token);
        var held = (await client.Get(Customer.Path)).Body.GetProperty("epoch").GetInt64();
        using var stream = await SentEvents.Open(client, Customer.Stream, $"{held}");
        var next = stream.Next();

        var lease = await customer.RevokeSome();
        var list = customer.Verify(await next);
        Assert.Equal([lease], list.Leases);

        // What was missed comes at once, and so does the list to who names an epoch that nobody told.
        foreach (var id in (string[])[$"{held}", $"{list.Epoch + 1000}", "0"])
        {
            using var again = await SentEvents.Open(client, Customer.Stream, id);
            Assert.Equal(list.Epoch, customer.Verify(await again.Next()).Epoch);
        }
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task An_id_that_is_none_is_told(string id) =>
        (await server.Live.Application.Ask(HttpMethod.Get, Customer.Stream, null, ("Last-Event-ID", id))).MustBlame("Last-Event-ID");

    [Fact]
    public async Task Another_tenant_s_revocations_are_not_heard()
    {
        var (mine, theirs) = (await Customer.Found(Admin), await Customer.Found(Admin));
        using var client = server.Live.Client(mine.Token);
        (await client.Get($"{Customer.Stream}?tenant_id={theirs.Tenant}")).MustRefuse(HttpStatusCode.NotFound, "NOT_FOUND");

        using var stream = await SentEvents.Open(client, Customer.Stream);
        mine.Verify(await stream.Next());
        await theirs.RevokeSome();
        var own = await mine.RevokeSome();
        // The next thing that is heard is one's own.
        Assert.Equal([own], mine.Verify(await stream.Next()).Leases);
    }

    [Fact]
    public async Task A_revoked_API_token_s_stream_ends()
    {
        var customer = await Customer.Found(Admin);
        var made = await Admin.Post(
            "/v1/tokens",
            $$"""{"name":"short lived","scopes":["license:read"],"tenant_id":"{{customer.Tenant}}"}"""
        );
        using var client = server.Live.Client(made["token"]);
        using var stream = await SentEvents.Open(client, Customer.Stream);
        customer.Verify(await stream.Next());
        (await Admin.Delete($"/v1/tokens/{made["token_id"]}")).Must(HttpStatusCode.NoContent);
        Assert.Null(await stream.Next());
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_streams()
    {
        await using var own = await LiveServer.Start();
        using var stream = await SentEvents.Open(own.Application, Customer.Stream);
        Assert.NotNull(await stream.Next());
        var next = stream.Next();
        own.App.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Null(await next);
    }
}

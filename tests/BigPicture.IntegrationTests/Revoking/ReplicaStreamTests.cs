using System.Net;
using BigPicture.IntegrationTests.Replicas;

namespace BigPicture.IntegrationTests.Revoking;

/// <summary>Whichever server a lease is revoked at, the readers of all hear of it, and are told the same list.</summary>
public sealed class ReplicaStreamTests
{
    [Fact]
    public async Task A_revocation_is_heard_at_another_replica_and_the_list_is_the_same_at_both()
    {
        using var site = await CloudSite.Found();
        await using var here = await LiveReplica.Start(site.Url, site.Data, site.AdminToken);
        await using var there = await LiveReplica.Start(site.Url, site.Data, site.AdminToken);
        var customer = await Customer.Found(here.Client);
        var path = $"{Customer.Stream}?tenant_id={customer.Tenant}";
        using var stream = await SentEvents.Open(there.Client, path);
        var first = customer.Verify(await stream.Next());

        var lease = await customer.RevokeSome();
        var told = await stream.Next();
        var list = customer.Verify(told);
        Assert.True(list.IsNewerThan(first));
        Assert.Equal([lease], list.Leases);

        var lists = await Task.WhenAll(List(here), List(there));
        Assert.Equal(lists[0].Text, lists[1].Text);
        Assert.Equal(lists[0].Header("ETag"), lists[1].Header("ETag"));

        // Resumed at the other one, nothing is missed.
        await customer.RevokeSome();
        using var resumed = await SentEvents.Open(here.Client, path, told!.Id);
        Assert.Equal(2, customer.Verify(await resumed.Next()).Leases.Count);

        async Task<Reply> List(LiveReplica at) =>
            (await at.Client.Get($"{Customer.Path}?tenant_id={customer.Tenant}")).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_replica_that_starts_lets_the_epoch_grow_and_none_lets_it_fall()
    {
        using var site = await CloudSite.Found();
        await using var first = await LiveReplica.Start(site.Url, site.Data, site.AdminToken);
        var customer = await Customer.Found(first.Client);
        var before = await Epoch(first);
        await using var second = await LiveReplica.Start(site.Url, site.Data, site.AdminToken);
        var after = await Epoch(second);
        Assert.True(after > before);
        Assert.Equal(after, await Epoch(first));

        async Task<long> Epoch(LiveReplica at) =>
            (await at.Client.Get($"{Customer.Path}?tenant_id={customer.Tenant}"))
                .Must(HttpStatusCode.OK)
                .Body.GetProperty("epoch")
                .GetInt64();
    }
}

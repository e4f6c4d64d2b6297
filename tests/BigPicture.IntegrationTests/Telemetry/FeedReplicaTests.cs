using System.Net;
using BigPicture.Infrastructure.Telemetry.Webhooks;
using BigPicture.IntegrationTests.Replicas;
using BigPicture.IntegrationTests.Stories;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Telemetry;

/// <summary>Three cloud servers on one database: what happens on one is told by each of them, and called out by one.</summary>
public sealed class FeedReplicaTests : IAsyncLifetime
{
    private const int Servers = 3;
    private const int Tenants = 120;

    private readonly List<LiveReplica> replicas = [];
    private CloudSite site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        site = await CloudSite.Found();
        for (var i = 0; i < Servers; i++)
            replicas.Add(await Start());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
            await replica.DisposeAsync();
        site.Dispose();
    }

    [Fact]
    public async Task What_happens_on_one_is_sent_by_each_in_the_same_order_while_transactions_overlap()
    {
        var streams = new List<EventStreamReader>();
        foreach (var replica in replicas)
            streams.Add(await EventStreamReader.Open(replica.Client, "/v1/events?types=tenant.created"));
        foreach (var stream in streams)
            await stream.Next(); // The demo's tenant.

        await Happen();
        var feeds = new List<List<string>>();
        foreach (var stream in streams)
        {
            feeds.Add([.. (await stream.Next(Tenants)).Select(e => e.Text("id"))]);
            await stream.DisposeAsync();
        }

        Assert.Equal(Tenants, feeds[0].Distinct().Count());
        Assert.All(feeds, feed => Assert.Equal(feeds[0], feed));
    }

    [Fact]
    public async Task Each_event_is_called_out_once_by_whichever_server_and_goes_on_when_one_stops()
    {
        await using var receiver = new Receiver(_ => Reaction.Take);
        var body = $$"""{"url":"{{receiver.Url}}","events":["tenant.created"]}""";
        (await replicas[0].Client.Post("/v1/webhooks", body)).Must(HttpStatusCode.Created);

        await Happen();
        // One leaves in the middle of it, with what it had in hand.
        await replicas[^1].DisposeAsync();
        replicas.RemoveAt(replicas.Count - 1);
        await Happen();
        for (var i = 0; i < 600 && receiver.Calls.Select(call => call.Id).Distinct().Count() < 2 * Tenants; i++)
            await Task.Delay(100, Cancel);

        Assert.Equal(2 * Tenants, receiver.Calls.Select(call => call.Id).Distinct().Count());
        // Only what a server had in hand when it stopped may be called out twice: a handful of calls.
        Assert.InRange(receiver.Calls.Count, 2 * Tenants, 2 * Tenants + 8);
    }

    [Fact]
    public async Task After_a_dump_and_restore_nothing_is_stepped_over()
    {
        var told = new List<string>();
        await using (var stream = await EventStreamReader.Open(replicas[0].Client, "/v1/events?types=tenant.created"))
        {
            await Happen();
            told.AddRange((await stream.Next(1 + Tenants)).Select(e => e.Text("id")));
        }
        // Committed, and not yet numbered by anybody: nobody follows.
        await Things.Tenant(replicas[0].Client);
        site.Database.Cluster.Restore("restored_feed", new Uri(site.Url).AbsolutePath[1..]);
        var lost = 0L;
        for (var i = 0; i < 10; i++)
            lost = await PositionOf(await Things.Tenant(replicas[0].Client));

        await using var restored = await LiveReplica.Start(site.Database.Cluster.UrlOf("restored_feed"), site.Data, site.AdminToken);
        (await restored.Client.Get($"/v1/events?after={lost}")).MustBlame("after");
        await using var again = await EventStreamReader.Open(restored.Client, "/v1/events?types=tenant.created");
        var before = (await again.Next(1 + Tenants + 1)).Select(e => e.Text("id")).ToList();
        Assert.Equal(told, before[..^1]);
        var last = again.LastId;
        await Things.Tenant(restored.Client);
        Assert.True((await again.Next())!.Value.GetProperty("position").GetInt64() > last);
    }

    /// <summary>Once it has one: an event is numbered a moment after its transaction.</summary>
    private async Task<long> PositionOf(string tenant)
    {
        while (true)
        {
            var page = (await replicas[0].Client.Get("/v1/events?types=tenant.created&limit=200")).Must(HttpStatusCode.OK).Body;
            foreach (var told in page.GetProperty("events").EnumerateArray())
            {
                if (told.GetProperty("data").GetProperty("tenant_id").GetString() == tenant)
                    return told.GetProperty("position").GetInt64();
            }
            await Task.Delay(50, Cancel);
        }
    }

    private Task Happen() =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, Tenants),
            new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = Cancel },
            async (i, _) => await Things.Tenant(replicas[i % replicas.Count].Client)
        );

    private Task<LiveReplica> Start() =>
        LiveReplica.Start(
            site.Url,
            site.Data,
            site.AdminToken,
            services =>
                services.AddSingleton(
                    new WebhookOptions("https://licenses.example.com") { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] }
                )
        );
}

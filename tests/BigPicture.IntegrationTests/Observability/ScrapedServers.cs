using System.Diagnostics;
using System.Net;
using BigPicture.IntegrationTests.Cloud;
using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Observability;

/// <summary>A local and a cloud server that have lived a little, and what each says when it is scraped then.</summary>
public sealed class ScrapedServers : IAsyncLifetime
{
    /// <summary>What lives on the cloud server only, or says nothing until it has something to say.</summary>
    private static readonly TimeSpan ToldWithin = TimeSpan.FromMinutes(2);

    private readonly FoundedCloud cloud = new();

    internal Scrape Local { get; private set; } = null!;

    internal Scrape Cloud { get; private set; } = null!;

    internal IEnumerable<string> Names => Local.Names.Union(Cloud.Names);

    public const string Person = "zoe.canary";

    public async ValueTask InitializeAsync()
    {
        await cloud.InitializeAsync();
        using var data = await ServerData.Found();
        await using (var server = await ServerProcess.Serve(data))
            Local = await Live(server.Client);
        await using (var server = await ServerProcess.ServeCloud(cloud.Url, cloud.Data, cloud.AdminToken))
            Cloud = await Live(server.Client, "bigpicture_feed_lag_seconds", "bigpicture_database_oldest_transaction_age_seconds");
    }

    public ValueTask DisposeAsync() => cloud.DisposeAsync();

    private static async Task<Scrape> Live(HttpClient admin, params string[] gauges)
    {
        var tenant = await Things.Tenant(admin);
        var product = await Things.Product(admin);
        await Things.Entitlement(admin, tenant, product, """{"type":"concurrent","max_seats":1,"overdraft_seats":1}""");
        var lease = await Ask(admin, tenant, product, Person);
        await Ask(admin, tenant, product, Person + 2);
        (await Ask(admin, tenant, product, Person + 3)).Must(HttpStatusCode.Conflict);
        (await Ask(admin, tenant, "invented." + Person, Person)).Must(HttpStatusCode.Forbidden, HttpStatusCode.NotFound);
        (await admin.Post("/v1/license/lease/renew", $$"""{"token":"{{lease["token"]}}"}""")).Must(HttpStatusCode.OK);

        // The gauges come round by themselves.
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var scrape = new Scrape((await admin.Get("/metrics")).Must(HttpStatusCode.OK).Text);
            if (
                gauges.All(gauge => scrape.Text.Contains(gauge, StringComparison.Ordinal))
                && (
                    scrape.Text.Contains($"product=\"{product}\",license_type=\"concurrent\"", StringComparison.Ordinal)
                    || scrape.Text.Contains($"license_type=\"concurrent\",product=\"{product}\"", StringComparison.Ordinal)
                )
            )
                return scrape;
            Assert.True(waited.Elapsed < ToldWithin, $"The gauges did not come up: {scrape.Text}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static Task<Reply> Ask(HttpClient client, string tenant, string product, string person) =>
        client.Post(
            "/v1/license/lease",
            $$"""{"tenant_id":"{{tenant}}","product_id":"{{product}}","subject_type":"user","subject_id":"{{person}}","session_id":"{{person}}"}"""
        );
}

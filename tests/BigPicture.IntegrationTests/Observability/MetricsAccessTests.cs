using System.Net;
using BigPicture.Host.Telemetry.Export;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BigPicture.IntegrationTests.Observability;

/// <summary>Metrics tell how much is sold and used, so they are not for everybody.</summary>
public sealed class MetricsAccessTests(SharedServer shared)
{
    private LiveServer Server => shared.Live;

    [Fact]
    public async Task The_vendors_token_reads_them()
    {
        var metrics = (await Server.Admin.Get("/metrics")).Must(HttpStatusCode.OK);
        Assert.Equal("text/plain", metrics.MediaType);
        // Which ones there are, MetricTests see at servers with a process of their own: meters of a process are one, and those that stop take
        // theirs away.
        Assert.Contains("# TYPE target_info gauge", metrics.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_reads_them_without_a_token() =>
        (await Server.Anonymous.Get("/metrics")).MustRefuse(HttpStatusCode.Unauthorized, "UNAUTHORIZED");

    [Fact]
    public async Task The_scope_of_telemetry_is_needed() =>
        (await Server.Application.Get("/metrics")).MustRefuse(HttpStatusCode.Forbidden, "FORBIDDEN");

    [Theory]
    [InlineData("\"tenant_id\":\"acme\"")]
    [InlineData("\"products\":[\"cad-pro\"]")]
    public async Task A_customers_auditor_does_not_read_the_figures_of_all(string tie)
    {
        using var client = Server.Client(await Things.Token(Server.Admin, ["telemetry:read"], tie));
        (await client.Get("/metrics")).MustRefuse(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    [Fact]
    public async Task A_parameter_that_there_is_not_is_refused() => (await Server.Admin.Get("/metrics?name=x")).MustBlame("name");

    [Fact]
    public async Task An_address_of_their_own_serves_them_and_nothing_else()
    {
        await using var server = await LiveServer.Start(new Dictionary<string, string?> { ["metrics:url"] = "http://127.0.0.1:0" });
        var url = server.App.Services.GetServices<IHostedService>().OfType<MetricsListener>().Single().Url!;
        using var client = new HttpClient { BaseAddress = new Uri(url) };

        Assert.Contains("target_info", (await client.Get("/metrics")).Must(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await client.Post("/metrics", "{}")).Must(HttpStatusCode.NotFound);
        (await client.Get("/livez")).Must(HttpStatusCode.NotFound);
        (await client.Get("/v1/events")).Must(HttpStatusCode.NotFound);
    }
}

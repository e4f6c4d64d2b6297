using System.Net;
using BigPicture.IntegrationTests.Cloud;
using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Observability;

/// <summary>Traces, metrics and logs reach who takes them by OTLP, and no person is in them.</summary>
public sealed class OtlpTests(FoundedCloud cloud) : IClassFixture<FoundedCloud>
{
    private const string Person = "zoe.canary@example.com";

    [Fact]
    public async Task A_lease_on_the_local_server_is_traced_from_its_request_to_its_commit()
    {
        await using var sink = await OtlpSink.Start();
        using var data = await ServerData.Found();
        await using var server = await ServerProcess.Serve(data, new Launch { Environment = EnvironmentFor(sink) });

        await Story(server.Client);

        await HearAll(sink);
        await sink.Hear("/v1/logs", "Metrics are served to whoever reaches");
        await server.Terminate();
    }

    [Fact]
    public async Task On_the_cloud_server_the_statements_of_the_database_lie_below_it()
    {
        await using var sink = await OtlpSink.Start();
        await using var server = await ServerProcess.ServeCloud(
            new Launch { Environment = EnvironmentFor(sink) },
            cloud.Url,
            cloud.Data,
            cloud.AdminToken
        );

        await Story(server.Client);

        await HearAll(sink);
        await sink.Hear("/v1/traces", "postgresql");
        await sink.Hear("/v1/traces", "UPDATE lease_book");
        await server.Terminate();
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_traced()
    {
        await using var server = await LiveServer.Start();
        Assert.Null(server.App.Services.GetService(typeof(OpenTelemetry.Trace.TracerProvider)));
    }

    private static Dictionary<string, string> EnvironmentFor(OtlpSink sink) =>
        new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = sink.Url,
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["BIGPICTURE_OTLP__TRACE_RATIO"] = "1",
            ["BIGPICTURE_METRICS__URL"] = "http://127.0.0.1:0",
        };

    private static async Task HearAll(OtlpSink sink)
    {
        foreach (
            var span in (string[])
                ["POST /v1/license/lease", "ActivateLease", "ledger.act", "ledger.batch", "database.open", "database.commit"]
        )
            await sink.Hear("/v1/traces", span);
        await sink.Hear("/v1/metrics", "bigpicture.lease.requests");
        await sink.Hear("/v1/metrics", "SEATS_EXHAUSTED");
        Assert.DoesNotContain(Person, sink.At("/v1/traces") + sink.At("/v1/metrics") + sink.At("/v1/logs"), StringComparison.Ordinal);
        Assert.DoesNotContain("v4.public.", sink.At("/v1/traces") + sink.At("/v1/metrics") + sink.At("/v1/logs"), StringComparison.Ordinal);
    }

    /// <summary>A lease that is taken, renewed and given back, and one that is refused.</summary>
    private static async Task Story(HttpClient client)
    {
        var tenant = await Things.Tenant(client);
        var product = await Things.Product(client);
        await Things.Entitlement(client, tenant, product, """{"type":"concurrent","max_seats":1}""");
        var lease = (await Ask(client, tenant, product, Person)).Must(HttpStatusCode.Created);
        (await Ask(client, tenant, product, "another." + Person)).Must(HttpStatusCode.Conflict);
        var token = $$"""{"token":"{{lease["token"]}}"}""";
        (await client.Post("/v1/license/lease/renew", token)).Must(HttpStatusCode.OK);
        (await client.Post("/v1/license/lease/release", token)).Must(HttpStatusCode.OK);
    }

    private static Task<Reply> Ask(HttpClient client, string tenant, string product, string person) =>
        client.Post(
            "/v1/license/lease",
            $$"""{"tenant_id":"{{tenant}}","product_id":"{{product}}","subject_type":"user","subject_id":"{{person}}"}"""
        );
}

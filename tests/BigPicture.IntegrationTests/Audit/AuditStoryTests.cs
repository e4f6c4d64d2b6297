using System.Net;

namespace BigPicture.IntegrationTests.Audit;

public sealed class LocalAuditStoryTests(LocalStage stage) : AuditStoryTests(stage), IClassFixture<LocalStage>;

public sealed class CloudAuditStoryTests(CloudStage stage) : AuditStoryTests(stage), IClassFixture<CloudStage>;

/// <summary>The trail as an auditor reads it over HTTP.</summary>
public abstract class AuditStoryTests(Stage stage)
{
    [Fact]
    public async Task An_auditor_reads_who_did_what_from_where()
    {
        await using var server = (await stage.Open()).Server;
        var tenant = await Things.Tenant(server.Admin);
        var entitlement = await Things.Entitlement(server.Admin, tenant, "cad-pro", """{"type":"concurrent","max_seats":2}""");
        using var auditor = server.Client(
            await Things.Token(server.Admin, ["audit:read", "telemetry:read"], $"\"tenant_id\":\"{tenant}\"")
        );
        var changed = await server.Admin.Put($"/v1/entitlements/{entitlement}", """{"policy_json":{"type":"concurrent","max_seats":5}}""");
        changed.Must(HttpStatusCode.OK);

        var events = (await auditor.Get("/v1/audit/events")).Must(HttpStatusCode.OK).Body.GetProperty("events");
        var last = events[0];
        Assert.Equal("entitlement.updated", last.GetProperty("action").GetString());
        Assert.Equal(entitlement, last.GetProperty("subject").GetString());
        Assert.Equal(2, Seats(last.GetProperty("before")));
        Assert.Equal(5, Seats(last.GetProperty("after")));
        Assert.Equal("127.0.0.1", last.GetProperty("actor").GetProperty("address").GetString());
        Assert.StartsWith("token_", last.GetProperty("actor").GetProperty("token_id").GetString());
        Assert.Equal(changed.Header("X-Request-Id"), last.GetProperty("request_id").GetString());
        Assert.DoesNotContain("bp_", events.GetRawText(), StringComparison.Ordinal);

        var status = (await auditor.Get("/v1/audit/status")).Must(HttpStatusCode.OK);
        Assert.Equal(last.GetProperty("hash").GetString(), status["hash"]);
        Assert.Equal(last.GetProperty("sequence").GetInt64(), status.Body.GetProperty("last_sequence").GetInt64());

        (await auditor.Get("/v1/audit/events?tenant_id=acme")).MustRefuse(HttpStatusCode.NotFound, "NOT_FOUND");
        (await auditor.Get("/v1/audit/events?cursor=abc")).MustBlame("cursor");
        (await server.Application.Get("/v1/audit/events")).MustRefuse(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await server.Admin.Get("/v1/audit/events?action=entitlement.created&limit=1")).Must(HttpStatusCode.OK);
    }

    private static int Seats(System.Text.Json.JsonElement state) => state.GetProperty("policy_json").GetProperty("max_seats").GetInt32();
}

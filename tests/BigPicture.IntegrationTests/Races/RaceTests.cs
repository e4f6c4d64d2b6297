using System.Net;

namespace BigPicture.IntegrationTests.Races;

/// <summary>Many callers at once over real sockets; the pool's limit is what they may hold together, never more and never fewer.</summary>
public abstract class RaceTests(Stage stage) : IAsyncLifetime
{
    private LiveServer? server;

    private HttpClient Admin => server!.Admin;

    public async ValueTask InitializeAsync() => server = (await stage.Open()).Server;

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Sixty_four_callers_of_ten_seats_get_exactly_ten_two_hundred_times()
    {
        const int Callers = 64;
        const int Seats = 10;
        var (tenant, _) = await Pool(Seats);
        for (var round = 0; round < 200; round++)
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Ask(tenant, $"{round}-{caller}")));
            var granted = replies.Where(reply => reply.Status == HttpStatusCode.Created).ToList();
            Assert.Equal(Seats, granted.Count);
            Assert.Equal(Seats, granted.Select(reply => reply["lease_id"]).Distinct().Count());
            foreach (var refused in replies.Where(reply => reply.Status != HttpStatusCode.Created))
            {
                var details = refused.MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED").Body.GetProperty("details");
                Assert.Equal("seats", details.GetProperty("trace").EnumerateArray().Last().GetProperty("rule").GetString());
                Assert.True(details.TryGetProperty("next_seat_at", out _));
            }
            await Task.WhenAll(granted.Select(Release));
        }
    }

    [Fact]
    public async Task The_last_seat_goes_to_one_of_two_a_thousand_times()
    {
        var (tenant, _) = await Pool(1);
        for (var round = 0; round < 1_000; round++)
        {
            var both = await Task.WhenAll(Ask(tenant, $"{round}-a"), Ask(tenant, $"{round}-b"));
            var winner = Assert.Single(both, reply => reply.Status == HttpStatusCode.Created);
            Assert.Single(both, reply => reply.Status == HttpStatusCode.Conflict);
            await Release(winner);
        }
    }

    [Fact]
    public async Task Retries_of_one_request_at_once_take_one_seat()
    {
        var (tenant, entitlement) = await Pool(5);
        for (var round = 0; round < 50; round++)
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Ask(tenant, "same")));
            Assert.Single(replies.Select(reply => reply["token"]).Distinct());
            Assert.True(replies.Count(reply => reply.Status == HttpStatusCode.Created) == 1);
            var active = (await Admin.Get($"/v1/entitlements/{entitlement}/leases")).Body.GetProperty("active_leases");
            Assert.Equal(1, active.GetArrayLength());
            await Release(replies[0]);
        }
    }

    private async Task<(string Tenant, string Entitlement)> Pool(int seats)
    {
        var tenant = await Things.Tenant(Admin);
        var policy = $$"""{"type":"concurrent","max_seats":{{seats}}}""";
        return (tenant, await Things.Entitlement(Admin, tenant, "cad-pro", policy));
    }

    private Task<Reply> Ask(string tenant, string session) =>
        Admin.Post(
            "/v1/license/lease",
            $$"""{"tenant_id":"{{tenant}}","product_id":"cad-pro","subject_type":"user","subject_id":"u","session_id":"{{session}}"}"""
        );

    private async Task Release(Reply lease) =>
        (await Admin.Post("/v1/license/lease/release", $$"""{"token":"{{lease["token"]}}"}""")).Must(HttpStatusCode.OK);
}

public sealed class LocalRaceTests(LocalStage stage) : RaceTests(stage), IClassFixture<LocalStage>;

public sealed class CloudRaceTests(CloudStage stage) : RaceTests(stage), IClassFixture<CloudStage>;

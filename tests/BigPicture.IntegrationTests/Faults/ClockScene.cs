using System.Net;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>
/// Three pools: one whose only seat is held by a lease that ends soon, one whose only seat is held by a client that renews, one with
/// room. And what a server says about them and about its clock.
/// </summary>
internal sealed class ClockScene(string expiring, string renewing, string roomy)
{
    private const int Seconds = 60;
    private static int sessions;

    /// <summary>The lease that ends soon.</summary>
    public required string Lease { get; init; }

    public required string LeaseToken { get; init; }

    public required DateTimeOffset LeaseEnd { get; init; }

    /// <summary>The token of the client that renews.</summary>
    public required string Token { get; init; }

    public static async Task<ClockScene> Found(HttpClient client)
    {
        var (expiring, renewing, roomy) = (await Pool(client, 1), await Pool(client, 1), await Pool(client, 1_000));
        var kept = (await Take(client, renewing, "renewing", 3_600)).Must(HttpStatusCode.Created);
        var ending = (await Take(client, expiring, "ending", Seconds)).Must(HttpStatusCode.Created);
        return new ClockScene(expiring, renewing, roomy)
        {
            Lease = ending["lease_id"],
            LeaseToken = ending["token"],
            LeaseEnd = ending.Body.GetProperty("expires_at").GetDateTimeOffset(),
            Token = kept["token"],
        };
    }

    public Task<Reply> TakeExpiring(HttpClient client) => Take(client, expiring, Next(), Seconds);

    public Task<Reply> TakeRenewing(HttpClient client) => Take(client, renewing, Next(), Seconds);

    public Task<Reply> TakeRoomy(HttpClient client) => Take(client, roomy, Next(), Seconds);

    public static Task<Reply> Renew(HttpClient client, string token) =>
        client.Post("/v1/license/lease/renew", $$"""{"token":"{{token}}"}""");

    /// <summary>Every way to ask says the same of the lease that ends soon.</summary>
    public async Task<string> StatusOfLease(HttpClient client)
    {
        var status = (await client.Get($"/v1/leases/{Lease}")).Must(HttpStatusCode.OK)["status"];
        var listed = (await client.Get($"/v1/leases?entitlement_id={expiring}")).Must(HttpStatusCode.OK).Text.Contains(Lease);
        var valid = await client.Post("/v1/license/lease/validate", $$"""{"token":"{{LeaseToken}}"}""");
        var isActive = status == "active";
        Assert.Equal((isActive, isActive), (listed, valid.Must(HttpStatusCode.OK).Body.GetProperty("active").GetBoolean()));
        return status;
    }

    /// <summary>The steps that the server has told, oldest first, each with its drift.</summary>
    public static async Task<List<(string State, long Drift)>> Steps(HttpClient client)
    {
        var events = (await client.Get("/v1/events?types=server.clock_stepped&limit=200")).Must(HttpStatusCode.OK);
        return
        [
            .. events
                .Body.GetProperty("events")
                .EnumerateArray()
                .Select(one => one.GetProperty("data"))
                .Select(data => (data.GetProperty("state").GetString()!, data.GetProperty("drift_seconds").GetInt64())),
        ];
    }

    /// <summary>Red because of the clock; on a busy machine another check may be late at the same time.</summary>
    public static async Task MustBlameClock(HttpClient client)
    {
        var health = (await client.Get("/readyz")).MustRefuse(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        Assert.Contains("clock", health.Fields);
    }

    public static async Task MustNotBlameClock(HttpClient client)
    {
        var health = await client.Get("/readyz");
        if (health.Status != HttpStatusCode.OK)
            Assert.DoesNotContain("clock", health.Fields);
    }

    public static Task MustRecover(HttpClient client, string name) =>
        Machine.Until(async () => (await client.Get("/readyz")).Status == HttpStatusCode.OK, $"{name}: it stayed red.", seconds: 60);

    private static string Next() => $"next-{Interlocked.Increment(ref sessions)}";

    private static Task<string> Pool(HttpClient client, int seats) =>
        Things.Entitlement(client, "acme", "cad-pro", $$"""{"type":"concurrent","max_seats":{{seats}},"lease_seconds_max":7776000}""");

    private static Task<Reply> Take(HttpClient client, string entitlement, string session, int seconds) =>
        client.Post(
            "/v1/license/lease",
            $$"""
            {"tenant_id":"acme","product_id":"cad-pro","entitlement_id":"{{entitlement}}","subject_type":"user","subject_id":"u",
             "session_id":"{{session}}","duration":{{seconds}}}
            """
        );
}

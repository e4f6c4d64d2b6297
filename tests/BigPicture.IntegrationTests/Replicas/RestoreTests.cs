using System.Net;
using System.Text.Json;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>A dump that is restored while callers went on: docs/operations.md, "Backup and restore".</summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private const int Seats = 3;

    private CloudSite? founded;
    private string tenant = "";

    private CloudSite Site => founded!;

    public async ValueTask InitializeAsync() => founded = await CloudSite.Found();

    public ValueTask DisposeAsync()
    {
        founded?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_dumped_is_there_and_what_came_after_is_refused_until_it_asks_anew()
    {
        Reply kept,
            released,
            revoked,
            forgotten;
        await using (var before = await Start(Site.Url))
        {
            tenant = await Things.Tenant(before.Client);
            await Things.Entitlement(before.Client, tenant, "cad-pro", $$"""{"type":"concurrent","max_seats":{{Seats}}}""");
            (kept, released, revoked) = (await Take(before, "kept"), await Take(before, "released"), await Take(before, "revoked"));
            // Read, and so numbered; what comes after is not, when the dump is made.
            Assert.Equal(3, (await Feed(before)).Count(e => e.Type == "license.issued"));
            (await Act(before, "release", released)).Must(HttpStatusCode.OK);
            (await before.Client.Post($"/v1/leases/{revoked["lease_id"]}/revoke", """{"reason":"gone"}""")).Must(HttpStatusCode.OK);

            Site.Database.Cluster.Restore("restored", new Uri(Site.Url).AbsolutePath[1..]);
            forgotten = await Take(before, "forgotten");
        }

        await using var after = await Start(Site.Database.Cluster.UrlOf("restored"));
        await after.Audit();
        (await Act(after, "renew", kept)).Must(HttpStatusCode.OK);
        (await Act(after, "renew", released)).MustRefuse(HttpStatusCode.Gone, "LEASE_RELEASED");
        (await Act(after, "renew", revoked)).MustRefuse(HttpStatusCode.Gone, "LEASE_REVOKED");
        (await Act(after, "renew", forgotten)).MustRefuse(HttpStatusCode.Gone, "LEASE_EXPIRED");
        // Its seat looks free, as the documentation says: the pool is full by what the database knows.
        await Take(after, "second");
        await Take(after, "third");
        (await Ask(after, "forgotten")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");

        var feed = await Feed(after);
        Assert.Equal(feed.Select(e => e.Position).Order(), feed.Select(e => e.Position));
        Assert.Equal(feed.Count, feed.Select(e => e.Position).Distinct().Count());
        Assert.Equal(
            [
                "license.issued",
                "license.issued",
                "license.issued",
                "license.released",
                "license.revoked",
                "license.renewed",
                "license.issued",
                "license.issued",
            ],
            feed.Select(e => e.Type).Where(type => type.StartsWith("license.", StringComparison.Ordinal) && type != "license.denied")
        );
        await after.Audit();
    }

    private Task<LiveReplica> Start(string url) => LiveReplica.Start(url, Site.Data, Site.AdminToken);

    private async Task<Reply> Take(LiveReplica at, string session) => (await Ask(at, session)).Must(HttpStatusCode.Created);

    private Task<Reply> Ask(LiveReplica at, string session) =>
        at.Client.Post(
            "/v1/license/lease",
            $$"""{"tenant_id":"{{tenant}}","product_id":"cad-pro","subject_type":"user","subject_id":"u","session_id":"{{session}}"}"""
        );

    private static Task<Reply> Act(LiveReplica at, string verb, Reply lease) =>
        at.Client.Post($"/v1/license/lease/{verb}", $$"""{"token":"{{lease["token"]}}"}""");

    private async Task<List<(long Position, string Type)>> Feed(LiveReplica at)
    {
        var page = (await at.Client.Get($"/v1/events?tenant_id={tenant}&limit=200")).Must(HttpStatusCode.OK).Body;
        return
        [
            .. page.GetProperty("events")
                .EnumerateArray()
                .Select(e => (Position(e), e.GetProperty("type").GetString()!["bigpicture.".Length..])),
        ];
    }

    private static long Position(JsonElement e) => e.GetProperty("position").GetInt64();
}

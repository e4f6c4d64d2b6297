using System.Net;

namespace BigPicture.IntegrationTests.Stories;

/// <summary>docs/lease-cycle.md, stories 9, 10, 11 and 14: what changes of an entitlement do to its leases.</summary>
public abstract class EntitlementTests(Stage stage)
{
    private const string Two = """{"type":"concurrent","max_seats":2,"lease_seconds":600}""";

    [Fact]
    public async Task Story_9_Suspended_nothing_is_granted_or_renewed_and_leases_run_on()
    {
        await using var book = await Storybook.Open(stage, Two);
        var lease = await book.Take("s1");
        Assert.Equal("suspended", (await book.Act("suspend")).Must(HttpStatusCode.OK)["status"]);
        var refusal = (await book.Ask("s2")).MustRefuse(HttpStatusCode.Forbidden, "ENTITLEMENT_SUSPENDED");
        Assert.Equal(["!entitlement_active"], refusal.Trace());
        Assert.NotEmpty((await book.Renew(lease)).MustRefuse(HttpStatusCode.Forbidden, "ENTITLEMENT_SUSPENDED").Trace());
        Assert.Single(await Active(book));

        Assert.Equal("active", (await book.Act("reinstate", "{}")).Must(HttpStatusCode.OK)["status"]);
        (await book.Renew(lease)).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Story_9_Suspended_with_its_leases_they_end_at_once_and_stay_ended()
    {
        await using var book = await Storybook.Open(stage, Two);
        var lease = await book.Take("s1");
        (await book.Act("suspend", """{"reason":"unpaid","revoke_active_leases":true}""")).Must(HttpStatusCode.OK);
        Assert.Empty(await Active(book));
        (await book.Act("reinstate", "{}")).Must(HttpStatusCode.OK);
        (await book.Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_REVOKED");

        // The same second, after the cut: new leases stand outside of it, and the old seats are free for them.
        var first = await book.Take("s1");
        await book.Take("s2");
        (await book.Renew(first)).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Story_9_Revoked_is_final_and_ends_its_leases()
    {
        await using var book = await Storybook.Open(stage, Two);
        var lease = await book.Take("s1");
        (await book.Act("revoke")).Must(HttpStatusCode.OK);
        (await book.Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_REVOKED");
        (await book.Ask("s1")).MustRefuse(HttpStatusCode.Forbidden, "ENTITLEMENT_REVOKED");
        (await book.Act("reinstate", "{}")).MustRefuse(HttpStatusCode.Conflict, "CONFLICT");
    }

    [Fact]
    public async Task Story_9_Revoked_without_its_leases_they_run_to_their_end_unrenewed()
    {
        await using var book = await Storybook.Open(stage, Two);
        var lease = await book.Take("s1");
        (await book.Act("revoke", """{"reason":"over","revoke_active_leases":false}""")).Must(HttpStatusCode.OK);
        Assert.Single(await Active(book));
        (await book.Renew(lease)).MustRefuse(HttpStatusCode.Forbidden, "ENTITLEMENT_REVOKED");
        await book.Wait(600);
        Assert.Empty(await Active(book));
    }

    [Fact]
    public async Task Story_10_Fewer_seats_take_none_away_and_grant_none_until_use_is_below()
    {
        await using var book = await Storybook.Open(stage, Two);
        var first = await book.Take("s1");
        var second = await book.Take("s2");
        (await book.Change("""{"policy_json":{"type":"concurrent","max_seats":1,"lease_seconds":600}}""")).Must(HttpStatusCode.OK);
        (await book.Renew(first)).Must(HttpStatusCode.OK);
        (await book.Renew(second)).Must(HttpStatusCode.OK);
        var refusal = (await book.Ask("s3")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        Assert.Equal(2, refusal.Details().GetProperty("in_use").GetInt64());
        (await book.Release(first)).Must(HttpStatusCode.OK);
        (await book.Ask("s3")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        (await book.Release(second)).Must(HttpStatusCode.OK);
        await book.Take("s3");
    }

    [Fact]
    public async Task Story_11_Another_type_waits_for_leases_to_end_or_ends_them()
    {
        await using var book = await Storybook.Open(stage, Two);
        var lease = await book.Take("s1");
        const string PerUser = """{"policy_json":{"type":"per_user","max_seats":2}""";
        (await book.Change(PerUser + "}")).MustRefuse(HttpStatusCode.Conflict, "CONFLICT");
        (await book.Renew(lease)).Must(HttpStatusCode.OK);
        (await book.Change(PerUser + ""","revoke_active_leases":true}""")).Must(HttpStatusCode.OK);
        (await book.Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_REVOKED");
        Assert.Equal("per_user", (await book.Take("s1")).Text("license_type"));
    }

    [Fact]
    public async Task Story_11_A_feature_pool_in_use_is_not_taken_away()
    {
        await using var book = await Storybook.Open(
            stage,
            """{"type":"concurrent","max_seats":2,"features":["export"],"feature_seats":{"export":1}}"""
        );
        var lease = await book.Take("s1", ""","features":["export"]""");
        const string Without = """{"policy_json":{"type":"concurrent","max_seats":2,"features":["export"]}}""";
        (await book.Change(Without)).MustRefuse(HttpStatusCode.Conflict, "CONFLICT");
        (await book.Release(lease)).Must(HttpStatusCode.OK);
        (await book.Change(Without)).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Story_14_Nothing_is_granted_before_the_start_or_after_the_end()
    {
        await using var book = await Storybook.Open(stage, Two);
        var now = book.Now;
        (await book.Change($$"""{"starts_at":"{{now.AddSeconds(100):yyyy-MM-ddTHH:mm:ssZ}}"}""")).Must(HttpStatusCode.OK);
        (await book.Ask("s1")).MustRefuse(HttpStatusCode.Forbidden, "ENTITLEMENT_NOT_STARTED");
        await book.Wait(100);
        (await book.Change($$"""{"ends_at":"{{now.AddSeconds(400):yyyy-MM-ddTHH:mm:ssZ}}"}""")).Must(HttpStatusCode.OK);
        var lease = await book.Take("s1");
        Assert.Equal(now.AddSeconds(400), lease.Time("expires_at"));
        await book.Wait(300);
        (await book.Ask("s2")).MustRefuse(HttpStatusCode.Forbidden, "ENTITLEMENT_EXPIRED");
        (await book.Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_EXPIRED");
    }

    [Fact]
    public async Task Story_14_An_end_that_comes_nearer_shortens_the_leases_that_run()
    {
        await using var book = await Storybook.Open(stage, """{"type":"concurrent","max_seats":1,"lease_seconds":600}""");
        var lease = await book.Take("s1");
        var end = book.Now.AddSeconds(100);
        (await book.Change($$"""{"ends_at":"{{end:yyyy-MM-ddTHH:mm:ssZ}}"}""")).Must(HttpStatusCode.OK);
        Assert.Equal(end, (await book.Admin.Get($"/v1/leases/{lease.Text("lease_id")}")).Body.Time("expires_at"));
        await book.Wait(100);
        (await book.Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_EXPIRED");
        (await book.Change("""{"ends_at":null}""")).Must(HttpStatusCode.OK);
        (await book.Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_EXPIRED");
        await book.Take("s2");
    }

    [Fact]
    public async Task Story_14_An_entitlement_that_renews_itself_goes_on()
    {
        await using var book = await Storybook.Open(stage, Two);
        var end = book.Now.AddSeconds(100);
        (await book.Change($$"""{"ends_at":"{{end:yyyy-MM-ddTHH:mm:ssZ}}","auto_renew":true,"renewal_days":30}""")).Must(HttpStatusCode.OK);
        await book.Wait(101);
        await book.Take("s1");
    }

    private static async Task<List<System.Text.Json.JsonElement>> Active(Storybook book) =>
        [
            .. (await book.Admin.Get($"/v1/entitlements/{book.Entitlement}/leases"))
                .Must(HttpStatusCode.OK)
                .Body.GetProperty("active_leases")
                .EnumerateArray(),
        ];
}

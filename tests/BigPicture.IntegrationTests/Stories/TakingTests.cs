using System.Net;

namespace BigPicture.IntegrationTests.Stories;

/// <summary>docs/lease-cycle.md, stories 1 to 6: taking, keeping and giving back.</summary>
public abstract class TakingTests(Stage stage)
{
    private const string Floating = """{"type":"concurrent","max_seats":2,"features":["export"],"lease_seconds":3600}""";

    [Fact]
    public async Task Story_1_A_lease_is_issued_under_the_entitlement()
    {
        await using var book = await Storybook.Open(stage, Floating);
        var lease = await book.Take("s1");

        Assert.Equal(book.Entitlement, lease.Text("entitlement_id"));
        Assert.Equal("active", lease.Text("status"));
        Assert.Equal(book.Now, lease.Time("issued_at"));
        Assert.Equal(book.Now.AddHours(1), lease.Time("expires_at"));
        var share = (lease.Time("renew_after") - lease.Time("issued_at")) / TimeSpan.FromHours(1);
        Assert.InRange(share, 0.5, 0.7);
        Assert.StartsWith("v4.public.", lease.Text("token"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Story_2_The_same_key_gets_the_same_bytes_until_it_is_time_to_renew()
    {
        await using var book = await Storybook.Open(stage, Floating);
        var lease = await book.Take("s1");
        var again = (await book.Ask("s1")).Must(HttpStatusCode.OK).Body;
        Assert.Equal(lease.Text("token"), again.Text("token"));

        await book.GoTo(lease.Time("renew_after"));
        var renewed = (await book.Ask("s1")).Must(HttpStatusCode.OK).Body;
        Assert.Equal(lease.Text("lease_id"), renewed.Text("lease_id"));
        Assert.NotEqual(lease.Text("token"), renewed.Text("token"));
        Assert.True(renewed.Time("expires_at") > lease.Time("expires_at"));
        Assert.Equal(["license.issued", "license.renewed"], (await book.Events())[^2..]);
    }

    [Fact]
    public async Task Story_2_Other_features_under_the_same_key_conflict()
    {
        await using var book = await Storybook.Open(stage, Floating);
        await book.Take("s1");
        (await book.Ask("s1", ""","features":[]""")).MustRefuse(HttpStatusCode.Conflict, "CONFLICT");
    }

    [Fact]
    public async Task Story_2_An_idempotency_key_stands_for_the_session_that_was_not_told()
    {
        await using var book = await Storybook.Open(stage, Floating);
        var body = $$"""{"tenant_id":"{{book.Tenant}}","product_id":"cad-pro","subject_type":"user","subject_id":"alice"}""";
        var first = (await book.Admin.Post("/v1/license/lease", body, ("Idempotency-Key", "k1"))).Must(HttpStatusCode.Created);
        var retry = (await book.Admin.Post("/v1/license/lease", body, ("Idempotency-Key", "k1"))).Must(HttpStatusCode.OK);
        Assert.Equal(first["token"], retry["token"]);
        Assert.NotEmpty(first["session_id"]);
        var other = (await book.Admin.Post("/v1/license/lease", body)).Must(HttpStatusCode.Created);
        Assert.NotEqual(first["session_id"], other["session_id"]);
    }

    [Fact]
    public async Task Story_3_Renewal_moves_the_end_and_keeps_the_rest()
    {
        await using var book = await Storybook.Open(stage, Floating);
        var lease = await book.Take("s1");
        await book.Wait(2_500);
        var renewed = (await book.Renew(lease)).Must(HttpStatusCode.OK).Body;

        foreach (var member in (string[])["lease_id", "entitlement_id", "session_id", "license_type"])
            Assert.Equal(lease.Text(member), renewed.Text(member));
        Assert.Equal(1, renewed.GetProperty("generation").GetInt32());
        Assert.Equal(lease.Time("expires_at").AddSeconds(2_500), renewed.Time("expires_at"));
        // An older token of the same generation proves possession too.
        (await book.Renew(lease)).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Story_4_A_released_seat_is_free_at_once_and_release_repeats_harmlessly()
    {
        await using var book = await Storybook.Open(stage, """{"type":"concurrent","max_seats":1}""");
        var lease = await book.Take("s1");
        (await book.Ask("s2")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");

        Assert.Equal("released", (await book.Release(lease)).Must(HttpStatusCode.OK)["status"]);
        var next = await book.Take("s2");
        Assert.Equal("released", (await book.Release(lease)).Must(HttpStatusCode.OK)["status"]);
        (await book.Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_RELEASED");
        (await book.Renew(next)).Must(HttpStatusCode.OK);
        Assert.Single(await book.Events(), name => name == "license.released");
    }

    [Fact]
    public async Task Story_5_A_full_pool_says_why_and_when()
    {
        await using var book = await Storybook.Open(stage, Floating);
        await book.Take("s1");
        await book.Wait(100);
        await book.Take("s2");
        var refusal = (await book.Ask("s3")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");

        var details = refusal.Details();
        Assert.Equal("seats", details.Text("pool"));
        Assert.Equal(2, details.GetProperty("limit").GetInt64());
        Assert.Equal(2, details.GetProperty("in_use").GetInt64());
        Assert.Equal(book.Now.AddSeconds(3_500), details.Time("next_seat_at"));
        Assert.Equal(["entitlement_active", "subject", "blocked", "features", "license_type", "!seats"], refusal.Trace());

        // At that moment, nobody having renewed, the same request is granted.
        await book.GoTo(details.Time("next_seat_at").AddSeconds(-1));
        (await book.Ask("s3")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        await book.Wait(1);
        await book.Take("s3");
    }

    [Fact]
    public async Task Story_5_A_refusal_of_one_claim_takes_none()
    {
        await using var book = await Storybook.Open(
            stage,
            """{"type":"concurrent","max_seats":5,"features":["export"],"feature_seats":{"export":1}}"""
        );
        await book.Take("s1", ""","features":["export"]""");
        var refusal = (await book.Ask("s2", ""","features":["export"]""")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        Assert.Equal("feature/export", refusal.Details().Text("pool"));
        for (var i = 0; i < 4; i++)
            await book.Take($"plain-{i}");
        (await book.Ask("plain-4")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
    }

    [Fact]
    public async Task Story_6_Two_leases_stand_on_one_seat_and_each_ends_once()
    {
        await using var book = await Storybook.Open(stage, """{"type":"per_user","max_seats":1}""");
        var first = await book.Take("laptop");
        var second = await book.Take("desktop");
        (await book.Ask("s", user: "bob")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");

        (await book.Release(first)).Must(HttpStatusCode.OK);
        (await book.Ask("s", user: "bob")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        (await book.Release(first)).Must(HttpStatusCode.OK);
        (await book.Ask("s", user: "bob")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        (await book.Release(second)).Must(HttpStatusCode.OK);
        await book.Take("s", user: "bob");
        Assert.Equal(2, (await book.Events()).Count(name => name == "license.released"));
    }
}

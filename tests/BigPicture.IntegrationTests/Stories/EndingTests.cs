using System.Net;

namespace BigPicture.IntegrationTests.Stories;

/// <summary>docs/lease-cycle.md, stories 7, 8, 12 and 13: how a lease ends, and what outlives what.</summary>
public abstract class EndingTests(Stage stage)
{
    private const string One = """{"type":"concurrent","max_seats":1,"lease_seconds":600}""";

    [Fact]
    public async Task Story_7_Past_its_end_a_lease_is_over_and_its_seat_free()
    {
        await using var book = await Storybook.Open(stage, One);
        var lease = await book.Take("s1");
        await book.Wait(599);
        (await book.Ask("s2")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        await book.Wait(1);
        (await book.Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_EXPIRED");
        var next = await book.Take("s2");
        (await book.Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_EXPIRED");
        (await book.Renew(next)).Must(HttpStatusCode.OK);
        Assert.Equal("expired", (await book.Release(lease)).Must(HttpStatusCode.OK)["status"]);
        Assert.Single(await book.Events(), name => name == "license.expired");
    }

    [Fact]
    public async Task Story_7_In_grace_the_seat_stays_taken_and_renewal_is_allowed()
    {
        await using var book = await Storybook.Open(
            stage,
            """{"type":"concurrent","max_seats":1,"lease_seconds":600,"grace_seconds":300}"""
        );
        var lease = await book.Take("s1");
        Assert.Equal(lease.Time("expires_at").AddSeconds(300), lease.Time("grace_until"));
        await book.Wait(899);
        (await book.Ask("s2")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        var renewed = (await book.Renew(lease)).Must(HttpStatusCode.OK).Body;
        await book.Wait(900);
        (await book.Renew(renewed)).MustRefuse(HttpStatusCode.Gone, "LEASE_EXPIRED");
        await book.Take("s2");
    }

    [Fact]
    public async Task Story_8_A_revoked_lease_renews_no_more_and_its_seat_is_free()
    {
        await using var book = await Storybook.Open(stage, One);
        var lease = await book.Take("s1");
        (await Revoke(book, lease.Text("lease_id"))).Must(HttpStatusCode.OK);
        (await book.Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_REVOKED");
        await book.Take("s2");
        (await book.Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_REVOKED");
        Assert.Equal("revoked", (await book.Release(lease)).Must(HttpStatusCode.OK)["status"]);
    }

    [Fact]
    public async Task Story_8_A_held_seat_frees_when_the_last_token_has_run_out()
    {
        await using var book = await Storybook.Open(
            stage,
            """{"type":"concurrent","max_seats":1,"lease_seconds":600,"hold_revoked_seats":true}"""
        );
        var lease = await book.Take("s1");
        (await Revoke(book, lease.Text("lease_id"))).Must(HttpStatusCode.OK);
        var refusal = (await book.Ask("s2")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        Assert.Equal(lease.Time("expires_at"), refusal.Details().Time("next_seat_at"));
        await book.Wait(600);
        await book.Take("s2");
    }

    [Fact]
    public async Task Story_8_A_blocked_subject_may_not_come_back_before_its_time()
    {
        await using var book = await Storybook.Open(stage, One);
        var lease = await book.Take("s1");
        (await Revoke(book, lease.Text("lease_id"), ""","block_seconds":120""")).Must(HttpStatusCode.OK);
        var refusal = (await book.Ask("s2")).MustRefuse(HttpStatusCode.Forbidden, "SUBJECT_BLOCKED");
        Assert.Equal(["entitlement_active", "subject", "!blocked"], refusal.Trace());
        await book.Take("s2", user: "bob");
        await book.Wait(120);
        (await book.Ask("s2")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
    }

    [Fact]
    public async Task Story_12_A_takeover_fences_the_old_process_out()
    {
        await using var book = await Storybook.Open(stage, One);
        var old = await book.Take("s1");
        var taken = (await book.Ask("s1", ""","takeover":true""")).Must(HttpStatusCode.OK).Body;

        Assert.Equal(old.Text("lease_id"), taken.Text("lease_id"));
        Assert.Equal(2, taken.GetProperty("generation").GetInt32());
        (await book.Renew(old)).MustRefuse(HttpStatusCode.Gone, "LEASE_SUPERSEDED");
        (await book.Release(old)).MustRefuse(HttpStatusCode.Gone, "LEASE_SUPERSEDED");
        (await book.Renew(taken)).Must(HttpStatusCode.OK);
        Assert.Contains("license.taken_over", await book.Events());
    }

    [Fact]
    public async Task Story_13_What_is_granted_beyond_the_limit_says_so()
    {
        await using var book = await Storybook.Open(stage, """{"type":"concurrent","max_seats":1,"overdraft_seats":1}""");
        Assert.False((await book.Take("s1")).GetProperty("overdraft").GetBoolean());
        Assert.True((await book.Take("s2")).GetProperty("overdraft").GetBoolean());
        (await book.Ask("s3")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
    }

    private static Task<Reply> Revoke(Storybook book, string lease, string more = "") =>
        book.Admin.Post($"/v1/leases/{lease}/revoke", $$"""{"reason":"laptop lost"{{more}}}""");
}

using System.Net;
using System.Text.Json;
using BigPicture.IntegrationTests.Stories;
using BigPicture.Protocol.Text;

namespace BigPicture.IntegrationTests.Telemetry;

public sealed class LocalFeatureUseTests(LocalStage stage) : FeatureUseTests(stage), IClassFixture<LocalStage>;

public sealed class CloudFeatureUseTests(CloudStage stage) : FeatureUseTests(stage), IClassFixture<CloudStage>;

public abstract class FeatureUseTests(Stage stage)
{
    private const string Policy = """{"type":"concurrent","max_seats":5,"features":["export","print"],"usage_signals":true}""";

    [Fact]
    public async Task Uses_are_counted_by_feature_and_day_and_told_by_one_event_a_report()
    {
        await using var book = await Storybook.Open(stage, Policy);
        var lease = await book.Take("s");

        var reply = (await Report(book, lease, Use("export", 3, book.Now), Use("print", 1, book.Now), Use("export", 4, book.Now))).Must(
            HttpStatusCode.OK
        );
        Assert.Equal((lease.Text("lease_id"), 3), (reply["lease_id"], reply.Body.GetProperty("counted").GetInt32()));
        (await Report(book, lease, Use("print", 9, book.Now))).Must(HttpStatusCode.OK);

        Assert.Equal([("export", 7), ("print", 10)], await Counts(book));
        Assert.Equal(["feature.used", "feature.used"], (await book.Events())[^2..]);
        var told = (await book.Admin.Get($"/v1/events?tenant_id={book.Tenant}&types=feature.used")).Body.GetProperty("events")[0];
        Assert.Equal(lease.Text("lease_id"), told.Text("subject"));
        Assert.Equal(3, told.GetProperty("data").GetProperty("used").GetArrayLength());
    }

    /// <summary>Whoever lost the answer sends the same again, by the one call or the other.</summary>
    [Fact]
    public async Task The_same_report_counts_once()
    {
        await using var book = await Storybook.Open(stage, Policy);
        var lease = await book.Take("s");
        var use = Use("export", 3, book.Now);
        for (var i = 0; i < 3; i++)
            (await Report(book, lease, use)).Must(HttpStatusCode.OK);
        (await Renew(book, lease, use)).Must(HttpStatusCode.OK);

        Assert.Equal([("export", 3)], await Counts(book));
        Assert.Single(await book.Events(), name => name == "feature.used");
        Assert.Equal(0, (await Report(book, lease, use)).Body.GetProperty("counted").GetInt32());
    }

    [Fact]
    public async Task Reports_that_come_at_once_are_all_counted()
    {
        await using var book = await Storybook.Open(stage, Policy);
        var lease = await book.Take("s");
        var replies = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => Report(book, lease, Use("export", i, book.Now))));

        Assert.All(replies, reply => reply.Must(HttpStatusCode.OK));
        Assert.Equal([("export", 78)], await Counts(book));
    }

    [Fact]
    public async Task A_renewal_brings_uses_too()
    {
        await using var book = await Storybook.Open(stage, Policy);
        var lease = await book.Take("s");
        (await Renew(book, lease, Use("print", 2, book.Now))).Must(HttpStatusCode.OK);

        Assert.Equal([("print", 2)], await Counts(book));
        Assert.Equal(["license.issued", "license.renewed", "feature.used"], (await book.Events())[^3..]);
    }

    [Fact]
    public async Task Where_the_policy_takes_no_reports_they_are_forbidden()
    {
        await using var book = await Storybook.Open(stage, """{"type":"concurrent","max_seats":5,"features":["export"]}""");
        var lease = await book.Take("s");

        (await Report(book, lease, Use("export", 1, book.Now))).MustRefuse(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await Renew(book, lease, Use("export", 1, book.Now))).MustRefuse(HttpStatusCode.Forbidden, "FORBIDDEN");
        Assert.Empty(await Counts(book));
        Assert.Equal("license.issued", (await book.Events())[^1]);
    }

    [Fact]
    public async Task Only_what_the_lease_carries_and_a_time_that_can_be_is_taken()
    {
        await using var book = await Storybook.Open(stage, Policy);
        var lease = await book.Take("s", ""","features":["export"]""");
        await book.Wait(1_000);
        var now = book.Now;

        (await Report(book, lease, Use("print", 1, now))).MustRefuse(HttpStatusCode.Forbidden, "FEATURE_NOT_ENTITLED");
        (await Renew(book, lease, Use("export", 1, now), Use("other", 1, now))).MustRefuse(
            HttpStatusCode.Forbidden,
            "FEATURE_NOT_ENTITLED"
        );
        (await Report(book, lease, Use("export", 1, now), Use("export", 1, now.AddSeconds(61)))).MustBlame("features[1].at");
        (await Report(book, lease, Use("export", 1, now.AddSeconds(-1_061)))).MustBlame("features[0].at");
        (await Renew(book, lease, Use("export", 1, now.AddSeconds(61)))).MustBlame("usage[0].at");
        Assert.Empty(await Counts(book));

        (await Report(book, lease, Use("export", 1, now.AddSeconds(60)), Use("export", 1, now.AddSeconds(-1_060)))).Must(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"token":"T","features":[]}""", "features")]
    [InlineData("""{"token":"T"}""", "features")]
    [InlineData("""{"token":"T","features":[{"feature":"export","count":0,"at":"A"}]}""", "features[0].count")]
    [InlineData("""{"token":"T","features":[{"feature":"export","count":-1,"at":"A"}]}""", "features[0].count")]
    [InlineData("""{"token":"T","features":[{"feature":"export","count":1000000001,"at":"A"}]}""", "features[0].count")]
    [InlineData("""{"token":"T","features":[{"feature":"export","count":1.5,"at":"A"}]}""", "features[0].count")]
    [InlineData("""{"token":"T","features":[{"feature":"","count":1,"at":"A"}]}""", "features[0].feature")]
    [InlineData("""{"token":"T","features":[{"feature":"export","count":1}]}""", "features[0].at")]
    [InlineData("""{"token":"T","features":[{"feature":"export","count":1,"at":"2026-01-15"}]}""", "features[0].at")]
    [InlineData("""{"token":"T","features":[{"feature":"export","count":1,"at":"A","more":1}]}""", "features[0].more")]
    public async Task A_malformed_report_is_refused_by_field(string body, string field)
    {
        await using var book = await Storybook.Open(stage, Policy);
        var lease = await book.Take("s");
        var sent = body.Replace("\"T\"", $"\"{lease.Text("token")}\"").Replace("\"A\"", $"\"{UtcSeconds.Format(book.Now)}\"");

        (await book.Admin.Post("/v1/license/usage", sent)).MustBlame(field);
    }

    [Fact]
    public async Task The_number_of_entries_has_an_end()
    {
        await using var book = await Storybook.Open(stage, Policy);
        var lease = await book.Take("s");

        (await Report(book, lease, [.. Enumerable.Repeat(Use("export", 1, book.Now), 201)])).MustBlame("features");
        (await Report(book, lease, [.. Enumerable.Repeat(Use("export", 1, book.Now), 200)])).Must(HttpStatusCode.OK);
        Assert.Equal([("export", 200)], await Counts(book));
    }

    [Fact]
    public async Task A_lease_that_is_over_reports_no_more()
    {
        await using var book = await Storybook.Open(stage, Policy);
        var lease = await book.Take("s");
        (await book.Release(lease)).Must(HttpStatusCode.OK);

        (await Report(book, lease, Use("export", 1, book.Now))).MustRefuse(HttpStatusCode.Gone, "LEASE_RELEASED");
        (
            await book.Admin.Post(
                "/v1/license/usage",
                """{"token":"v4.public.x","features":[{"feature":"a","count":1,"at":"2026-01-15T10:00:00Z"}]}"""
            )
        ).MustRefuse(HttpStatusCode.BadRequest, "TOKEN_INVALID");
    }

    [Fact]
    public async Task Sums_are_listed_page_by_page_for_whom_they_concern()
    {
        await using var book = await Storybook.Open(stage, Policy);
        var lease = await book.Take("s", ""","duration":3600""");
        for (var day = 0; day < 3; day++)
        {
            (await Report(book, lease, Use("export", 1 + day, book.Now), Use("print", 1, book.Now))).Must(HttpStatusCode.OK);
            await book.Wait(86_400);
            lease = await book.Take($"s{day}");
        }

        var path = $"/v1/usage/features?entitlement_id={book.Entitlement}&limit=4";
        var first = (await book.Admin.Get(path)).Must(HttpStatusCode.OK).Body;
        var second = (await book.Admin.Get($"{path}&cursor={first.Text("next_cursor")}")).Must(HttpStatusCode.OK).Body;
        Assert.Equal(4, first.GetProperty("features").GetArrayLength());
        Assert.Equal([3, 1], second.GetProperty("features").EnumerateArray().Select(f => f.GetProperty("count").GetInt32()));
        Assert.False(second.TryGetProperty("next_cursor", out _));
        var to = first.GetProperty("features")[2].Text("day");
        Assert.Equal(2, (await book.Admin.Get($"{path}&to={to}")).Body.GetProperty("features").GetArrayLength());

        (await book.Admin.Get($"{path}&from=today")).MustBlame("from");
        using var other = book.Server.Client(
            await Things.Token(book.Admin, ["telemetry:read"], $"\"tenant_id\":\"{await Things.Tenant(book.Admin)}\"")
        );
        (await other.Get(path)).MustRefuse(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    private static string Use(string feature, int count, DateTimeOffset at) =>
        $$"""{"feature":"{{feature}}","count":{{count}},"at":"{{UtcSeconds.Format(at)}}"}""";

    private static Task<Reply> Report(Storybook book, JsonElement lease, params string[] uses) =>
        book.Admin.Post("/v1/license/usage", $$"""{"token":"{{lease.Text("token")}}","features":[{{string.Join(',', uses)}}]}""");

    private static Task<Reply> Renew(Storybook book, JsonElement lease, params string[] uses) =>
        book.Admin.Post("/v1/license/lease/renew", $$"""{"token":"{{lease.Text("token")}}","usage":[{{string.Join(',', uses)}}]}""");

    private static async Task<IEnumerable<(string, int)>> Counts(Storybook book) =>
        (await book.Admin.Get($"/v1/usage/features?entitlement_id={book.Entitlement}"))
            .Must(HttpStatusCode.OK)
            .Body.GetProperty("features")
            .EnumerateArray()
            .Select(f => (f.Text("feature"), f.GetProperty("count").GetInt32()));
}

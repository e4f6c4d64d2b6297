using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace BigPicture.IntegrationTests.Telemetry;

public sealed class LocalEventStreamTests(LocalStage stage) : EventStreamTests(stage), IClassFixture<LocalStage>;

public sealed class CloudEventStreamTests(CloudStage stage) : EventStreamTests(stage), IClassFixture<CloudStage>;

/// <summary>The feed as server-sent events, by real sockets.</summary>
public abstract class EventStreamTests(Stage stage)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_there_comes_first_and_then_what_happens_in_the_order_of_the_list()
    {
        await using var server = (await stage.Open()).Server;
        await using var stream = await EventStreamReader.Open(server.Admin, "/v1/events");
        var before = (await server.Admin.Get("/v1/events?limit=200")).Body.GetProperty("events").GetArrayLength();
        await stream.Next(before);
        for (var i = 0; i < 5; i++)
            await Things.Tenant(server.Admin);
        var came = await stream.Next(5);

        var listed = (await server.Admin.Get("/v1/events?limit=200")).Body.GetProperty("events").EnumerateArray().TakeLast(5);
        Assert.Equal(listed.Select(e => e.GetRawText()), came.Select(e => e.GetRawText()));
        Assert.Equal(came[^1].GetProperty("position").GetInt64(), stream.LastId);
        Assert.Equal("no", stream.Answer.Headers.GetValues("X-Accel-Buffering").Single());
    }

    [Fact]
    public async Task A_reader_that_comes_back_goes_on_after_its_last_event()
    {
        await using var server = (await stage.Open()).Server;
        var seen = new List<string>();
        long? last = null;
        for (var i = 0; i < 4; i++)
        {
            var tenant = await Things.Tenant(server.Admin);
            // `after` is what the first address said; the header goes before it.
            await using var stream = await EventStreamReader.Open(server.Admin, "/v1/events?after=0&types=tenant.created", last);
            var wanted = last is null ? 2 : 1; // The demo's tenant was there before.
            seen.AddRange((await stream.Next(wanted)).Select(e => e.GetProperty("subject").GetString()!));
            Assert.Equal(tenant, seen[^1]);
            last = stream.LastId;
        }

        Assert.Equal(5, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_filter_holds_for_what_comes_and_a_tenants_reader_hears_of_its_own()
    {
        await using var server = (await stage.Open()).Server;
        var (own, other) = (await Things.Tenant(server.Admin), await Things.Tenant(server.Admin));
        using var tied = server.Client(await Things.Token(server.Admin, ["telemetry:read"], $"\"tenant_id\":\"{own}\""));
        await using var ofTenant = await EventStreamReader.Open(tied, "/v1/events?types=tenant.updated");
        await using var ofOther = await EventStreamReader.Open(server.Admin, $"/v1/events?types=tenant.updated&tenant_id={other}");

        foreach (var tenant in (string[])[other, own])
            (await server.Admin.Put($"/v1/tenants/{tenant}", """{"name":"New"}""")).Must(HttpStatusCode.OK);

        Assert.Equal(own, (await ofTenant.Next())!.Value.GetProperty("subject").GetString());
        Assert.Equal(other, (await ofOther.Next())!.Value.GetProperty("subject").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await EventStreamReader.Ask(tied, $"/v1/events?tenant_id={other}")).StatusCode);
    }

    [Fact]
    public async Task An_event_is_one_line_whatever_stands_in_it()
    {
        await using var server = (await stage.Open()).Server;
        await using var stream = await EventStreamReader.Open(server.Admin, "/v1/events?types=entitlement.created");
        await stream.Next(3); // The demo's.
        var tenant = await Things.Tenant(server.Admin);
        await Things.Entitlement(server.Admin, tenant, policy: "{\r\n\"type\":\n\"feature_based\"\r}");

        Assert.Equal(
            "feature_based",
            (await stream.Next())!.Value.GetProperty("data").GetProperty("policy_json").GetProperty("type").GetString()
        );
    }

    [Theory]
    [InlineData("/v1/events?after=1000000", null, "after")]
    [InlineData("/v1/events?after=9223372036854775807", null, "after")]
    [InlineData("/v1/events", "1000000", "after")]
    [InlineData("/v1/events", "-1", "Last-Event-ID")]
    [InlineData("/v1/events", "1e3", "Last-Event-ID")]
    [InlineData("/v1/events", "99999999999999999999", "Last-Event-ID")]
    [InlineData("/v1/events", "evt_01m85zdm3ne5rvhd335vqz5hrq", "Last-Event-ID")]
    [InlineData("/v1/events?types=nothing", null, "types")]
    public async Task A_position_that_no_event_had_is_refused(string path, string? lastEventId, string field)
    {
        await using var server = (await stage.Open()).Server;
        var headers = lastEventId is null ? Array.Empty<(string, string)>() : [("Last-Event-ID", lastEventId)];

        (await server.Admin.Ask(HttpMethod.Get, path, null, [("Accept", "text/event-stream"), .. headers])).MustBlame(field);
        if (lastEventId is null)
            (await server.Admin.Get(path)).MustBlame(field);
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json, text/event-stream;q=0.5", "application/json")]
    [InlineData("text/event-stream;q=0", "application/json")]
    [InlineData("text/event-stream, application/json;q=0.9", "text/event-stream")]
    public async Task Who_wants_a_list_gets_one(string accept, string type)
    {
        await using var server = (await stage.Open()).Server;
        using var answer = await EventStreamReader.Ask(server.Admin, "/v1/events", accept: accept);

        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Many_readers_get_the_same()
    {
        await using var server = (await stage.Open()).Server;
        var streams = new List<EventStreamReader>();
        for (var i = 0; i < 50; i++)
            streams.Add(await EventStreamReader.Open(server.Admin, "/v1/events?types=product.created"));
        var product = await Things.Product(server.Admin);

        foreach (var stream in streams)
        {
            JsonElement told;
            do told = (await stream.Next())!.Value;
            while (told.GetProperty("subject").GetString() != product);
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_reader_whose_token_is_revoked_hears_no_more()
    {
        await using var server = (await stage.Open()).Server;
        var made = (await server.Admin.Post("/v1/tokens", """{"name":"reader","scopes":["telemetry:read"]}""")).Body;
        using var reader = server.Client(made.GetProperty("token").GetString());
        await using var stream = await EventStreamReader.Open(reader, "/v1/events?types=license.taken_over");
        (await server.Admin.Delete($"/v1/tokens/{made.GetProperty("token_id").GetString()}")).Must(HttpStatusCode.NoContent);

        Assert.Null(await stream.Next().WaitAsync(TimeSpan.FromSeconds(50), Cancel));
    }

    [Fact]
    public async Task Nor_does_it_while_there_is_always_something_to_hear()
    {
        await using var server = (await stage.Open()).Server;
        var made = (await server.Admin.Post("/v1/tokens", """{"name":"reader","scopes":["telemetry:read"]}""")).Body;
        using var reader = server.Client(made.GetProperty("token").GetString());
        await using var stream = await EventStreamReader.Open(reader, "/v1/events");
        (await server.Admin.Delete($"/v1/tokens/{made.GetProperty("token_id").GetString()}")).Must(HttpStatusCode.NoContent);

        var end = ToTheEnd(stream);
        var since = Stopwatch.StartNew();
        while (!end.IsCompleted && since.Elapsed < TimeSpan.FromSeconds(50))
            await Things.Tenant(server.Admin);
        Assert.True(end.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_streams()
    {
        await using var server = (await stage.Open()).Server;
        await using var stream = await EventStreamReader.Open(server.Admin, "/v1/events?types=license.taken_over");
        var end = stream.Next();
        await server.App.StopAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        Assert.Null(await end);
    }

    [Fact]
    public async Task A_head_request_is_answered_without_a_stream()
    {
        await using var server = (await stage.Open()).Server;
        var reply = await server.Admin.Ask(HttpMethod.Head, "/v1/events", null, ("Accept", "text/event-stream"));

        Assert.Equal("text/event-stream", reply.Must(HttpStatusCode.OK).MediaType);
        Assert.Empty(reply.Text);
    }

    private static async Task ToTheEnd(EventStreamReader stream)
    {
        while (await stream.Next() is not null) { }
    }
}

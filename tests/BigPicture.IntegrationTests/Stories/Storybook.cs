using System.Net;
using System.Text.Json;
using BigPicture.Application.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BigPicture.IntegrationTests.Stories;

/// <summary>A server of a story's own, whose clock the story turns, and one entitlement on it.</summary>
internal sealed class Storybook : IAsyncDisposable
{
    private readonly StagedServer staged;
    private readonly FakeTimeProvider clock;

    private Storybook(StagedServer staged, FakeTimeProvider clock) => (this.staged, this.clock) = (staged, clock);

    public LiveServer Server => staged.Server;

    public FakeTimeProvider Clock => clock;

    public DateTimeOffset Now => clock.GetUtcNow();

    public HttpClient Admin => Server.Admin;

    /// <summary>The entitlement that the story is about.</summary>
    public string Entitlement { get; private set; } = "";

    public string Tenant { get; private set; } = "";

    public static async Task<Storybook> Open(Stage stage, string policy, string more = "")
    {
        // Ahead of all that the start dates by a clock that cannot be turned.
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600));
        var staged = await stage.Open(clock);
        var book = new Storybook(staged, clock) { Tenant = await Things.Tenant(staged.Server.Admin) };
        var body = $$"""{"tenant_id":"{{book.Tenant}}","product_id":"cad-pro","policy_json":{{policy}}{{more}}}""";
        book.Entitlement = (await book.Admin.Post("/v1/entitlements", body)).Must(HttpStatusCode.Created)["entitlement_id"];
        return book;
    }

    public Task<Reply> Ask(string session, string more = "", string user = "alice") =>
        Admin.Post(
            "/v1/license/lease",
            $$"""
            {"tenant_id":"{{Tenant}}","product_id":"cad-pro","subject_type":"user","subject_id":"{{user}}","session_id":"{{session}}"{{more}}}
            """
        );

    public async Task<JsonElement> Take(string session, string more = "", string user = "alice") =>
        (await Ask(session, more, user)).Must(HttpStatusCode.Created).Body;

    public Task<Reply> Renew(JsonElement lease) => Admin.Post("/v1/license/lease/renew", TokenOf(lease));

    public Task<Reply> Release(JsonElement lease) => Admin.Post("/v1/license/lease/release", TokenOf(lease));

    public Task<Reply> Change(string json) => Admin.Put($"/v1/entitlements/{Entitlement}", json);

    public Task<Reply> Act(string verb, string json = """{"reason":"story"}""") =>
        Admin.Post($"/v1/entitlements/{Entitlement}/{verb}", json);

    public Task Wait(int seconds) => GoTo(Now.AddSeconds(seconds));

    public async Task GoTo(DateTimeOffset time)
    {
        await staged.Tell(time);
        clock.SetUtcNow(time);
        // What the server read of the old time, and carries on by the new one, must not be what the story sees.
        await Server.App.Services.GetRequiredService<ILedgerTime>().Refresh(TestContext.Current.CancellationToken);
    }

    public async Task<List<string>> Events() =>
        [
            .. (await Admin.Get($"/v1/events?tenant_id={Tenant}&limit=200"))
                .Must(HttpStatusCode.OK)
                .Body.GetProperty("events")
                .EnumerateArray()
                .Select(e => e.GetProperty("type").GetString()!["bigpicture.".Length..]),
        ];

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static string TokenOf(JsonElement lease) => $$"""{"token":"{{lease.Text("token")}}"}""";
}

internal static class Json
{
    public static string Text(this JsonElement json, string member) => json.GetProperty(member).GetString()!;

    public static DateTimeOffset Time(this JsonElement json, string member) => json.GetProperty(member).GetDateTimeOffset();

    public static JsonElement Details(this Reply reply) => reply.Body.GetProperty("details");

    /// <summary>The rules of a refusal's trace, the failed one marked.</summary>
    public static IEnumerable<string> Trace(this Reply reply) =>
        reply
            .Details()
            .GetProperty("trace")
            .EnumerateArray()
            .Select(line => (line.GetProperty("passed").GetBoolean() ? "" : "!") + line.Text("rule"));
}

using System.Net;
using System.Text;
using BigPicture.Infrastructure.Storage;
using BigPicture.IntegrationTests.Stories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Telemetry;

/// <summary>Webhooks as those who set them up see them.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly Receiver receiver = new(_ => Reaction.Take);
    private LiveServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        server = await LiveServer.Start(new Dictionary<string, string?> { ["webhooks:allowed_networks"] = "127.0.0.1" });

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_lies_sealed()
    {
        var made = await Create($$"""{"url":"{{receiver.Url}}","secret":"{{Secret}}"}""", ("Idempotency-Key", "k"));
        Assert.Equal(Secret, made["secret"]);
        var again = await Create($$"""{"url":"{{receiver.Url}}","secret":"{{Secret}}"}""", ("Idempotency-Key", "k"));
        Assert.Equal(made["webhook_id"], again["webhook_id"]);
        var rotated = (await server.Admin.Post($"/v1/webhooks/{made["webhook_id"]}/rotate", "{}")).Must(HttpStatusCode.OK);
        Assert.StartsWith("whsec_", rotated["secret"], StringComparison.Ordinal);
        Assert.NotEqual(Secret, rotated["secret"]);

        foreach (var path in (string[])["", $"/{made["webhook_id"]}"])
            Assert.DoesNotContain("\"secret\"", (await server.Admin.Get("/v1/webhooks" + path)).Must(HttpStatusCode.OK).Text);
        Assert.DoesNotContain("\"secret\"", again.Text);
        await using var scope = server.App.Services.CreateAsyncScope();
        var file = scope.ServiceProvider.GetRequiredService<LicensingDb>().Database.GetDbConnection().DataSource;
        foreach (var secret in (string[])[Secret, rotated["secret"]])
        {
            var raw = Convert.FromBase64String(secret["whsec_".Length..]);
            foreach (var part in (string[])[file, file + "-wal"])
            {
                await using var data = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                var bytes = new byte[data.Length];
                await data.ReadExactlyAsync(bytes, Cancel);
                Assert.Equal(-1, bytes.AsSpan().IndexOf(raw));
                Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret["whsec_".Length..])));
            }
        }
    }

    [Theory]
    [InlineData("""{"url":"U","secret":"x"}""", "secret")]
    [InlineData("""{"url":"U","secret":"whsec_AA=="}""", "secret")]
    [InlineData("""{"url":"U","secret":"whsec_"}""", "secret")]
    [InlineData("""{"url":"U","secret":""}""", "secret")]
    [InlineData("""{"url":"U","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa=="}""", "secret")]
    [InlineData("""{"url":"U","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"}""", "secret")]
    [InlineData("""{"url":"U","secret":"whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}""", "secret")]
    [InlineData("""{"url":"U","signature":"v1a","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}""", "secret")]
    [InlineData("""{"url":"U","signature":"v2"}""", "signature")]
    [InlineData("""{"url":"U","events":["license.issued","license.bought"]}""", "events[1]")]
    [InlineData("""{"url":"U","events":"license.issued"}""", "events")]
    [InlineData("""{"url":"U","products":[]}""", "products")]
    [InlineData("""{"url":"U","tenant_id":"NOBODY"}""", "tenant_id")]
    [InlineData("""{"events":[]}""", "url")]
    [InlineData("""{"url":"hook"}""", "url")]
    [InlineData("""{"url":"https://user@example.com/"}""", "url")]
    [InlineData("""{"url":"http://169.254.169.254/latest/meta-data/"}""", "url")]
    [InlineData("""{"url":"http://10.0.0.1/"}""", "url")]
    [InlineData("""{"url":"http://[::ffff:10.0.0.1]/"}""", "url")]
    [InlineData("""{"url":"http://0x7f.0.0.2/"}""", "url")]
    [InlineData("""{"url":"U","more":1}""", "more")]
    public async Task What_is_wrong_is_refused_by_field(string body, string field) =>
        (await server.Admin.Post("/v1/webhooks", body.Replace("\"U\"", $"\"{receiver.Url}\""))).MustBlame(field);

    [Fact]
    public async Task A_change_is_looked_at_as_closely()
    {
        var path = $"/v1/webhooks/{(await Create($$"""{"url":"{{receiver.Url}}"}"""))["webhook_id"]}";

        (await server.Admin.Put(path, """{"url":"http://192.168.0.1/"}""")).MustBlame("url");
        (await server.Admin.Put(path, """{"events":["no"]}""")).MustBlame("events[0]");
        (await server.Admin.Post($"{path}/rotate", """{"secret":"whsec_AA=="}""")).MustBlame("secret");
        (await server.Admin.Post($"{path}/rotate", """{"overlap_seconds":604801}""")).MustBlame("overlap_seconds");
        (await server.Admin.Get($"{path}/deliveries?status=lost")).MustBlame("status");
        var changed = (await server.Admin.Put(path, """{"events":["license.denied"],"enabled":false}""")).Must(HttpStatusCode.OK);
        Assert.Equal("switched_off", changed["disabled_reason"]);
        (await server.Admin.Post($"{path}/test", "")).MustRefuse(HttpStatusCode.Conflict, "CONFLICT");
        (await server.Admin.Delete(path)).Must(HttpStatusCode.NoContent);
        (await server.Admin.Delete(path)).MustRefuse(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task With_an_asymmetric_signature_the_public_key_is_shown_to_everybody_who_may_look()
    {
        var seed =
            "whsk_" + Convert.ToBase64String(Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        var made = await Create($$"""{"url":"{{receiver.Url}}","signature":"v1a","secret":"{{seed}}"}""");

        var shown = await server.Admin.Get($"/v1/webhooks/{made["webhook_id"]}");
        Assert.Equal("whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", shown["public_key"]);
    }

    [Fact]
    public async Task What_happens_is_told_by_the_loops_and_stands_among_the_deliveries()
    {
        var webhook = (await Create($$"""{"url":"{{receiver.Url}}","events":["bigpicture.license.issued"]}"""))["webhook_id"];
        var lease = (
            await server.Application.Post(
                "/v1/license/lease",
                """{"product_id":"cad-pro","subject_type":"user","subject_id":"alice","session_id":"s"}"""
            )
        ).Must(HttpStatusCode.Created);
        await Until(() => receiver.Calls.Count == 1);

        var call = receiver.Calls[0];
        Assert.Equal(lease["lease_id"], System.Text.Json.JsonElement.Parse(call.Body).Text("subject"));
        Reply log;
        do log = (await server.Admin.Get($"/v1/webhooks/{webhook}/deliveries?status=delivered")).Must(HttpStatusCode.OK);
        while (log.Body.GetProperty("deliveries").GetArrayLength() == 0);
        var delivery = log.Body.GetProperty("deliveries")[0];
        Assert.Equal(
            (call.Id, "delivered", 1),
            (delivery.Text("delivery_id"), delivery.Text("status"), delivery.GetProperty("tries").GetInt32())
        );
        Assert.Equal(Encoding.UTF8.GetString(call.Body), delivery.GetProperty("request").GetRawText());
        Assert.Equal(204, delivery.GetProperty("log")[0].GetProperty("status").GetInt32());
    }

    private async Task<Reply> Create(string body, params (string, string)[] headers) =>
        (await server.Admin.Post("/v1/webhooks", body, headers)).Must(HttpStatusCode.Created);

    private static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 600 && !holds(); i++)
            await Task.Delay(100, Cancel);
        Assert.True(holds());
    }
}

using System.Text.Json.Nodes;
using BigPicture.Cli;
using Xunit;

namespace BigPicture.Tests.Cli;

public sealed class WebhookCommandTests
{
    private const string Webhook = """
        {"webhook_id":"webhook_1","url":"https://example.com/hook","events":["bigpicture.license.issued"],"signature":"v1","secret":"whsec_once","enabled":true,
        "position":7,"created_at":"2026-01-15T10:00:00Z"}
        """;

    private const string Delivery = """
        {"delivery_id":"evt_1","webhook_id":"webhook_1","type":"bigpicture.webhook.test","status":"failed","tries":1,"created_at":"2026-01-15T10:00:00Z",
        "log":[{"at":"2026-01-15T10:00:00Z","duration_ms":12,"status":500,"error":"the receiver did not take it","answer":"oh"}]}
        """;

    [Fact]
    public async Task A_webhook_is_made_of_what_was_said_and_its_secret_is_shown()
    {
        await using var server = new AnsweringServer().Replies(201, Webhook);

        var typed = await Typed.At(
            server,
            "webhook create --url https://example.com/hook --event license.issued,license.denied --tenant acme".Split(' ')
        );

        Assert.Equal("POST /v1/webhooks", server.Asked[0].Line);
        const string Expected = """{"url":"https://example.com/hook","events":["license.issued","license.denied"],"tenant_id":"acme"}""";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Expected), JsonNode.Parse(server.Asked[0].Body)), server.Asked[0].Body);
        Assert.Contains("whsec_once", typed.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webhook list", "GET /v1/webhooks", """{"webhooks":[]}""", "")]
    [InlineData("webhook show webhook_1", "GET /v1/webhooks/webhook_1", Webhook, "")]
    [InlineData("webhook enable webhook_1", "PUT /v1/webhooks/webhook_1", Webhook, """{"enabled":true}""")]
    [InlineData("webhook disable webhook_1", "PUT /v1/webhooks/webhook_1", Webhook, """{"enabled":false}""")]
    [InlineData("webhook rotate webhook_1 --overlap 60", "POST /v1/webhooks/webhook_1/rotate", Webhook, """{"overlap_seconds":60}""")]
    [InlineData(
        "webhook deliveries webhook_1 --status failed",
        "GET /v1/webhooks/webhook_1/deliveries?status=failed",
        """{"deliveries":[]}""",
        ""
    )]
    public async Task Each_command_asks_one_thing(string line, string asked, string answer, string body)
    {
        await using var server = new AnsweringServer().Replies(200, answer);

        var typed = await Typed.At(server, line.Split(' '));

        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.Equal(asked, server.Asked[0].Line);
        Assert.Equal(body, server.Asked[0].Body);
    }

    [Theory]
    [InlineData("webhook test webhook_1", "POST /v1/webhooks/webhook_1/test")]
    [InlineData("webhook redeliver webhook_1 evt_1", "POST /v1/webhooks/webhook_1/deliveries/evt_1/redeliver")]
    public async Task What_will_be_done_is_no_failure(string line, string asked)
    {
        await using var server = new AnsweringServer().Replies(202, Delivery);

        var typed = await Typed.At(server, line.Split(' '));

        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.Equal(asked, server.Asked[0].Line);
        Assert.Contains("the receiver did not take it", typed.Out, StringComparison.Ordinal);
    }
}

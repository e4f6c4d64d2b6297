using System.Collections.Immutable;
using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Telemetry;

/// <summary>What an administrator did to a webhook, with how it stood right after: for the audit trail alone.</summary>
public sealed record WebhookAct : Fact
{
    private readonly string name;

    private WebhookAct(string name, Webhook webhook, Instant at)
        : base(webhook.Owner, at)
    {
        this.name = name;
        (Id, Host, Events, IsEnabled) = (
            webhook.Id,
            new Uri(webhook.Url).GetLeftPart(UriPartial.Authority),
            webhook.Events,
            webhook.IsEnabled
        );
    }

    public static WebhookAct Created(Webhook webhook, Instant at) => new("webhook.created", webhook, at);

    public static WebhookAct Changed(Webhook webhook, Instant at) => new("webhook.changed", webhook, at);

    public static WebhookAct SecretRotated(Webhook webhook, Instant at) => new("webhook.secret_rotated", webhook, at);

    public static WebhookAct Deleted(Webhook webhook, Instant at) => new("webhook.deleted", webhook, at);

    public override string Name => name;

    public override string Subject => Id.ToString();

    public override bool IsEvent => false;

    public WebhookId Id { get; }

    /// <summary>Of its URL what holds no secret.</summary>
    public string Host { get; }

    public ImmutableArray<string> Events { get; }

    public bool IsEnabled { get; }

    public override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("webhook_id", Id.ToString());
        json.WriteString("host", Host);
        json.WriteStartArray("events");
        foreach (var told in Events)
            json.WriteStringValue(told);
        json.WriteEndArray();
        json.WriteBoolean("enabled", IsEnabled);
    }
}

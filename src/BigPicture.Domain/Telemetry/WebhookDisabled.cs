using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Telemetry;

/// <summary>The server switched a webhook off. Its URL is not told: it may hold a secret.</summary>
public sealed record WebhookDisabled : Fact
{
    public WebhookDisabled(Webhook webhook, Instant at)
        : base(webhook.Owner, at) => (Id, Reason, FailingSince) = (webhook.Id, webhook.DisabledReason!, webhook.FailingSince);

    public override string Name => "webhook.disabled";

    public override string? Act => null;

    public override string Subject => Id.ToString();

    public WebhookId Id { get; }

    public string Reason { get; }

    public Instant? FailingSince { get; }

    public override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("webhook_id", Id.ToString());
        json.WriteString("reason", Reason);
        if (FailingSince is { } since)
            json.WriteString("failing_since", since.ToString());
    }
}

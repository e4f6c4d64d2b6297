using System.Text.Json.Serialization;
using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>A webhook without its secret.</summary>
public sealed record WebhookView
{
    public required WebhookId Id { get; init; }

    /// <summary>Null: the vendor's own, told what happens to every tenant.</summary>
    public TenantId? Tenant { get; init; }

    public required string Url { get; init; }

    /// <summary>Types with their prefix; empty: all.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    public IReadOnlyList<ProductId>? Products { get; init; }

    public required SignatureKind Signature { get; init; }

    /// <summary>What a receiver verifies asymmetric signatures with.</summary>
    public string? PublicKey { get; init; }

    public required Instant CreatedAt { get; init; }

    public Instant? DisabledAt { get; init; }

    public string? DisabledReason { get; init; }

    public required long Position { get; init; }

    public Instant? FailingSince { get; init; }

    public Instant? PreviousSecretUntil { get; init; }
}

/// <param name="Secret">Null in the answer to a repeat: it is shown once.</param>
public sealed record WebhookWithSecret(WebhookView Webhook, [property: JsonIgnore] string? Secret = null);

/// <summary>Makes views, and opens and seals secrets for those who may.</summary>
internal sealed class WebhookVault(ISecretSeal seal, IWebhookKeys keys)
{
    public byte[] Seal(WebhookId id, byte[] secret) => seal.Seal(secret, id.ToString());

    /// <summary>Those that sign now, the newest first; empty when the server's key does not open them.</summary>
    public IReadOnlyList<byte[]> Open(Webhook webhook, Instant now)
    {
        var kept = webhook.PreviousUntil > now ? new[] { webhook.Secret, webhook.PreviousSecret! } : [webhook.Secret];
        return [.. kept.Select(secret => seal.Open(secret, webhook.Id.ToString())).OfType<byte[]>()];
    }

    public WebhookView View(Webhook webhook) =>
        new()
        {
            Id = webhook.Id,
            Tenant = webhook.Tenant,
            Url = webhook.Url,
            Events = [.. webhook.Events.Select(name => EventTypes.Prefix + name)],
            Products = webhook.Products?.Order().ToArray(),
            Signature = webhook.Signature,
            PublicKey =
                webhook.Signature == SignatureKind.Asymmetric && seal.Open(webhook.Secret, webhook.Id.ToString()) is { } secret
                    ? keys.PublicKey(secret)
                    : null,
            CreatedAt = webhook.CreatedAt,
            DisabledAt = webhook.DisabledAt,
            DisabledReason = webhook.DisabledReason,
            Position = webhook.Position,
            FailingSince = webhook.FailingSince,
            PreviousSecretUntil = webhook.PreviousUntil,
        };
}

public interface IWebhookKeys
{
    /// <summary>As Standard Webhooks writes it: <c>whpk_</c> and base64.</summary>
    string PublicKey(byte[] seed);
}

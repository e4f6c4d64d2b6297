namespace BigPicture.Protocol.Wire;

/// <summary>Body of <c>POST /v1/webhooks</c>.</summary>
public sealed record CreateWebhookRequest
{
    /// <summary>Where to call: <c>https://</c> or <c>http://</c>, at most 2,048 characters.</summary>
    public required string Url { get; init; }

    /// <summary>Types of events, with or without their prefix; absent or empty: all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary><c>whsec_</c> and 24–64 bytes in base64, or <c>whsk_</c> and 32; absent: the server makes one.</summary>
    public string? Secret { get; init; }

    /// <summary>One of <see cref="WebhookSignatures"/>; absent: <c>v1</c>.</summary>
    public string? Signature { get; init; }

    /// <summary>Only this tenant's events; absent: all that the caller may see.</summary>
    public string? TenantId { get; init; }

    /// <summary>Only events that name one of these products, 1–100; absent: all that the caller may see.</summary>
    public IReadOnlyList<string>? Products { get; init; }
}

/// <summary>Values of a webhook's <c>signature</c> (Standard Webhooks 1.0).</summary>
public static class WebhookSignatures
{
    /// <summary>HMAC-SHA256 with a secret that both sides know.</summary>
    public const string Symmetric = "v1";

    /// <summary>Ed25519; the receiver verifies with <c>public_key</c>.</summary>
    public const string Asymmetric = "v1a";
}

/// <summary>Body of <c>PUT /v1/webhooks/{id}</c>; what is left out stays as it is.</summary>
public sealed record ChangeWebhookRequest
{
    /// <inheritdoc cref="CreateWebhookRequest.Url"/>
    public string? Url { get; init; }

    /// <summary>Types of events; empty: all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Whether it is told anything; switched on again, it goes on where it stopped.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>Body of <c>POST /v1/webhooks/{id}/rotate</c>.</summary>
public sealed record RotateWebhookSecretRequest
{
    /// <inheritdoc cref="CreateWebhookRequest.Secret"/>
    public string? Secret { get; init; }

    /// <summary>Seconds for which the old secret signs too, 0–604,800; absent: 86,400.</summary>
    public int? OverlapSeconds { get; init; }
}

/// <summary>A webhook, as its creation and every look-up show it.</summary>
public sealed record WebhookAnswer
{
    /// <summary><c>webhook_…</c>.</summary>
    public required string WebhookId { get; init; }

    /// <summary>Where it calls.</summary>
    public required string Url { get; init; }

    /// <summary>Types of events; empty: all.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>The tenant whose events it is told; absent: every tenant's.</summary>
    public string? TenantId { get; init; }

    /// <summary>The products that its events name; absent: all.</summary>
    public IReadOnlyList<string>? Products { get; init; }

    /// <summary>One of <see cref="WebhookSignatures"/>.</summary>
    public required string Signature { get; init; }

    /// <summary>The secret; shown once, in the answer that set it.</summary>
    public string? Secret { get; init; }

    /// <summary>With <c>v1a</c>: <c>whpk_</c> and the public key in base64.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Until when the secret before signs too.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <summary>Whether it is told events.</summary>
    public required bool Enabled { get; init; }

    /// <summary>When it was switched off.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary><c>switched_off</c> by a caller, <c>failing</c> for three days, or <c>gone</c>: the receiver answered 410.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>Since when no call has succeeded.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>All events up to this position of the feed were taken up.</summary>
    public required long Position { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Answer of <c>GET /v1/webhooks</c>.</summary>
public sealed record WebhookList
{
    /// <summary>One page.</summary>
    public required IReadOnlyList<WebhookAnswer> Webhooks { get; init; }

    /// <summary>Where the next page starts; absent on the last.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>Values of a delivery's <c>status</c>.</summary>
public static class DeliveryStatuses
{
    /// <summary>It is due, or will be tried again.</summary>
    public const string Waiting = "waiting";

    /// <summary>The receiver took it.</summary>
    public const string Delivered = "delivered";

    /// <summary>Given up.</summary>
    public const string Failed = "failed";
}

/// <summary>One event for one webhook, and what came of it.</summary>
public sealed record DeliveryAnswer
{
    /// <summary>The <c>webhook-id</c> that the receiver sees on every try: the event's <c>evt_…</c>.</summary>
    public required string DeliveryId { get; init; }

    /// <summary><c>webhook_…</c>.</summary>
    public required string WebhookId { get; init; }

    /// <summary>The event's type; <c>bigpicture.webhook.test</c> for a test.</summary>
    public required string Type { get; init; }

    /// <summary>One of <see cref="DeliveryStatuses"/>.</summary>
    public required string Status { get; init; }

    /// <summary>How often it was tried since it was last asked for.</summary>
    public required int Tries { get; init; }

    /// <summary>When it was first taken up.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is tried next.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>The body that is sent; absent for a test, and once the event is not kept any more.</summary>
    public CloudEvent? Request { get; init; }

    /// <summary>The last tries, at most 20, oldest first.</summary>
    public required IReadOnlyList<DeliveryTry> Log { get; init; }
}

/// <summary>One call of a receiver.</summary>
public sealed record DeliveryTry
{
    /// <summary>When; also the <c>webhook-timestamp</c> that was signed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Milliseconds until the answer was there, or until it was given up.</summary>
    public required int DurationMs { get; init; }

    /// <summary>The HTTP status of the answer; absent: there was none.</summary>
    public int? Status { get; init; }

    /// <summary>Why it does not count; absent: it does.</summary>
    public string? Error { get; init; }

    /// <summary>How the answer's body begins, at most 1,024 bytes.</summary>
    public string? Answer { get; init; }
}

/// <summary>Answer of <c>GET /v1/webhooks/{id}/deliveries</c>.</summary>
public sealed record DeliveryList
{
    /// <summary>One page, the youngest first.</summary>
    public required IReadOnlyList<DeliveryAnswer> Deliveries { get; init; }

    /// <summary>Where the next page starts; absent on the last.</summary>
    public string? NextCursor { get; init; }
}

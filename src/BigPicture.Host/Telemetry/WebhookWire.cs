using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Telemetry;
using BigPicture.Host.Edge.Routing;
using BigPicture.Infrastructure.Telemetry;
using BigPicture.Protocol.Wire;
using DeliveryTry = BigPicture.Protocol.Wire.DeliveryTry;

namespace BigPicture.Host.Telemetry;

internal static class WebhookWire
{
    public static WebhookAnswer ToWire(WebhookView view, string? secret = null) =>
        new()
        {
            WebhookId = view.Id.ToString(),
            Url = view.Url,
            Events = view.Events,
            TenantId = view.Tenant?.Value,
            Products = view.Products?.Select(product => product.Value).ToList(),
            Signature = view.Signature == SignatureKind.Symmetric ? WebhookSignatures.Symmetric : WebhookSignatures.Asymmetric,
            Secret = secret,
            PublicKey = view.PublicKey,
            PreviousSecretUntil = Times.OrNull(view.PreviousSecretUntil),
            Enabled = view.DisabledAt is null,
            DisabledAt = Times.OrNull(view.DisabledAt),
            DisabledReason = view.DisabledReason,
            FailingSince = Times.OrNull(view.FailingSince),
            Position = view.Position,
            CreatedAt = view.CreatedAt.ToDateTimeOffset(),
        };

    /// <param name="source">The server, as every event names it.</param>
    public static DeliveryAnswer ToWire(DeliveryView view, string source) =>
        new()
        {
            DeliveryId = view.Id.ToString(),
            WebhookId = view.Webhook.ToString(),
            Type = view.Type,
            Status = WordOf(view.State),
            Tries = view.Tries,
            CreatedAt = view.CreatedAt.ToDateTimeOffset(),
            NextTryAt = Times.OrNull(view.NextAt),
            Request = view.Event is { } told ? CloudEvents.Of(told, source) : null,
            Log =
            [
                .. view.Log.Select(made => new DeliveryTry
                {
                    At = made.At.ToDateTimeOffset(),
                    DurationMs = made.Milliseconds,
                    Status = made.Status,
                    Error = made.Error,
                    Answer = made.Answer,
                }),
            ],
        };

    public static IReadOnlyList<string> States { get; } = [.. Enum.GetValues<DeliveryState>().Select(WordOf)];

    public static DeliveryState? StateOf(string? word) =>
        word is null ? null : Enum.GetValues<DeliveryState>().Single(state => WordOf(state) == word);

    private static string WordOf(DeliveryState state) =>
        state switch
        {
            DeliveryState.Waiting => DeliveryStatuses.Waiting,
            DeliveryState.Delivered => DeliveryStatuses.Delivered,
            DeliveryState.Failed => DeliveryStatuses.Failed,
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
        };
}

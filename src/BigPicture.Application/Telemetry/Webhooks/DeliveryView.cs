using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>A delivery with what came of it.</summary>
/// <param name="Event">What it tells; null for a test, and once the event is not kept any more.</param>
public sealed record DeliveryView(
    EventId Id,
    WebhookId Webhook,
    string Type,
    DeliveryState State,
    int Tries,
    Instant CreatedAt,
    Instant? NextAt,
    IReadOnlyList<DeliveryTry> Log,
    EventView? Event
)
{
    internal static DeliveryView Of(Delivery delivery, StoredEvent? told, Pseudonyms pseudonyms) =>
        new(
            delivery.Event,
            delivery.Webhook,
            EventTypes.Prefix + delivery.Name,
            delivery.State,
            delivery.Tries,
            delivery.CreatedAt,
            delivery.NextAt,
            delivery.Log,
            told is null ? null : EventView.Of(told, pseudonyms)
        );
}

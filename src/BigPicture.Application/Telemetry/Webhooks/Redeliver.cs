using BigPicture.Application.Pipeline;
using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>Sends a delivery again, whatever came of it, under the same id and with as many tries as a new one has.</summary>
public sealed record Redeliver(WebhookId Webhook, EventId Id) : ICommand<DeliveryView>;

internal sealed class RedeliverHandler(
    WebhookDesk desk,
    IDeliveryStore deliveries,
    IEventReader events,
    TimeProvider clock,
    Pseudonyms pseudonyms
) : IRequestHandler<Redeliver, Outcome<DeliveryView>>
{
    public async Task<Outcome<DeliveryView>> Handle(Redeliver request, CancellationToken cancel)
    {
        var found = await desk.Find(request.Webhook, cancel);
        if (found.IsDenied(out var denial))
            return denial;
        var webhook = found.Value;
        if (await deliveries.Find(webhook, request.Id, cancel) is not { } delivery)
            return Denial.NotFound($"Delivery {request.Id}");
        if (!webhook.IsEnabled)
            return Denial.Conflict($"Webhook {webhook.Id} is switched off ({webhook.DisabledReason}): switch it on first.");
        var told = await events.At([delivery.Position], cancel);
        if (!delivery.IsTest && told is [])
            return Denial.Conflict($"The event of delivery {request.Id} is not kept any more.");

        var now = Instant.From(clock.GetUtcNow());
        delivery.Repeat(now);
        webhook.Expect(now);
        return DeliveryView.Of(delivery, told.SingleOrDefault(), pseudonyms);
    }
}

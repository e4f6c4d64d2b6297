using BigPicture.Application.Pipeline;
using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using MediatR;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>Sends the receiver a call that tells nothing, once; what came of it stands among its deliveries.</summary>
public sealed record TestWebhook(WebhookId Id) : ICommand<DeliveryView>
{
    public const string Name = "webhook.test";
}

internal sealed class TestWebhookHandler(WebhookDesk desk, IDeliveryStore deliveries, TimeProvider clock)
    : IRequestHandler<TestWebhook, Outcome<DeliveryView>>
{
    public async Task<Outcome<DeliveryView>> Handle(TestWebhook request, CancellationToken cancel)
    {
        var found = await desk.Find(request.Id, cancel);
        if (found.IsDenied(out var denial))
            return denial;
        var webhook = found.Value;
        if (!webhook.IsEnabled)
            return Denial.Conflict($"Webhook {webhook.Id} is switched off ({webhook.DisabledReason}): switch it on first.");

        var time = clock.GetUtcNow();
        var test = Delivery.Of(webhook, new EventId(TypeId.New(time)), TestWebhook.Name, position: 0, Instant.From(time));
        deliveries.Add(test);
        webhook.Expect(test.CreatedAt);
        return DeliveryView.Of(test, null, Pseudonyms.Off);
    }
}

using BigPicture.Application.Pipeline;
using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>What a webhook was told and what it answered, the youngest first.</summary>
public sealed record ListDeliveries(WebhookId Webhook, int? Limit = null, string? Cursor = null) : IPagedQuery<DeliveryView>
{
    /// <summary>Null: whatever came of them.</summary>
    public DeliveryState? State { get; init; }
}

internal sealed class ListDeliveriesValidator : AbstractValidator<ListDeliveries>
{
    public ListDeliveriesValidator() => RuleFor(query => query.Limit).IsPageLimit();
}

internal sealed class ListDeliveriesHandler(WebhookDesk desk, IDeliveryStore deliveries, IEventReader events, Pseudonyms pseudonyms)
    : IRequestHandler<ListDeliveries, Outcome<Page<DeliveryView>>>
{
    public async Task<Outcome<Page<DeliveryView>>> Handle(ListDeliveries request, CancellationToken cancel)
    {
        var cursor = new Cursor("deliveries", request.Webhook, request.State);
        var position = cursor.Read(request.Cursor);
        if (position.IsDenied(out var denial))
            return denial;
        var webhook = await desk.Find(request.Webhook, cancel);
        if (webhook.IsDenied(out denial))
            return denial;

        EventId? before = TypeId.TryParse(EventId.Prefix, position.Value, out var id) ? new EventId(id) : null;
        var size = Page.SizeOf(request);
        var found = await deliveries.List(webhook.Value, request.State, before, size + 1, cancel);
        var told = (await events.At([.. found.Select(delivery => delivery.Position)], cancel)).ToDictionary(stored => stored.Position);
        return Page.Cut(
            found,
            size,
            delivery => DeliveryView.Of(delivery, told.GetValueOrDefault(delivery.Position), pseudonyms),
            delivery => cursor.Write(delivery.Event.ToString())
        );
    }
}

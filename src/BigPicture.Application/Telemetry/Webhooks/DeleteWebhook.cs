using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using MediatR;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>It is told nothing more from now on, but for a call that is under way; a loop takes its deliveries away.</summary>
public sealed record DeleteWebhook(WebhookId Id) : ICommand<Unit>;

internal sealed class DeleteWebhookHandler(WebhookDesk desk, IWebhookStore webhooks, FactLog log, TimeProvider clock)
    : IRequestHandler<DeleteWebhook, Outcome<Unit>>
{
    public async Task<Outcome<Unit>> Handle(DeleteWebhook request, CancellationToken cancel)
    {
        var found = await desk.Find(request.Id, cancel);
        if (found.IsDenied(out var denial))
            return denial;
        webhooks.Remove(found.Value);
        log.Tell(WebhookAct.Deleted(found.Value, Instant.From(clock.GetUtcNow())));
        return Unit.Value;
    }
}

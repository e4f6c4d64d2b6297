using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Webhooks;

public sealed record GetWebhook(WebhookId Id) : IQuery<WebhookView>;

internal sealed class GetWebhookHandler(WebhookDesk desk, WebhookVault vault) : IRequestHandler<GetWebhook, Outcome<WebhookView>>
{
    public async Task<Outcome<WebhookView>> Handle(GetWebhook request, CancellationToken cancel) =>
        (await desk.Find(request.Id, cancel)).Then(vault.View);
}

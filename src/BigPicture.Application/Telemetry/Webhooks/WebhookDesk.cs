using BigPicture.Application.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>Webhooks by id, for those who may see them; what belongs to another tenant does not exist.</summary>
internal sealed class WebhookDesk(IWebhookStore webhooks, Caller caller)
{
    public async Task<Outcome<Webhook>> Find(WebhookId id, CancellationToken cancel) =>
        await webhooks.Find(caller.Tenant, id, cancel) is { } webhook && Sees(webhook) ? webhook : Denial.NotFound($"Webhook {id}");

    /// <summary>One that tells no more than the caller may hear itself.</summary>
    public bool Sees(Webhook webhook) =>
        caller.Sees(webhook.Owner)
        && (caller.Products is null || (webhook.Products is { } products && caller.Products.IsSupersetOf(products)));
}

using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>By age, those that are switched off too.</summary>
public sealed record ListWebhooks(int? Limit = null, string? Cursor = null) : IPagedQuery<WebhookView>;

internal sealed class ListWebhooksValidator : AbstractValidator<ListWebhooks>
{
    public ListWebhooksValidator() => RuleFor(query => query.Limit).IsPageLimit();
}

internal sealed class ListWebhooksHandler(IWebhookStore webhooks, WebhookDesk desk, WebhookVault vault, Caller caller)
    : IRequestHandler<ListWebhooks, Outcome<Page<WebhookView>>>
{
    public async Task<Outcome<Page<WebhookView>>> Handle(ListWebhooks request, CancellationToken cancel)
    {
        var cursor = new Cursor("webhooks");
        var position = cursor.Read(request.Cursor);
        if (position.IsDenied(out var denial))
            return denial;

        WebhookId? after = TypeId.TryParse(WebhookId.Prefix, position.Value, out var id) ? new WebhookId(id) : null;
        var size = Page.SizeOf(request);
        var found = await Visible(after, size + 1, cancel);
        return Page.Cut(found, size, vault.View, webhook => cursor.Write(webhook.Id.ToString()));
    }

    /// <summary>Products are a set within the row, so what a caller tied to some may see is sifted here, page after page.</summary>
    private async Task<List<Webhook>> Visible(WebhookId? after, int count, CancellationToken cancel)
    {
        var visible = new List<Webhook>();
        while (visible.Count < count)
        {
            var next = await webhooks.List(caller.Tenant, after, count, cancel);
            visible.AddRange(next.Where(desk.Sees).Take(count - visible.Count));
            if (next.Count < count)
                break;
            after = next[^1].Id;
        }
        return visible;
    }
}

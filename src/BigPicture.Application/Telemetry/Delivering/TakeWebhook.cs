using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using MediatR;

namespace BigPicture.Application.Telemetry.Delivering;

/// <summary>Takes one webhook for this server for a while, and with it what is to be delivered now.</summary>
public sealed record TakeWebhook(TenantId Owner, WebhookId Id, Guid Server) : ICommand<WebhookWork>
{
    /// <summary>
    /// Deliveries in one round; half of them at most are repeats, so that what fails does not keep back what is new. Each round is two transactions, for
    /// which grants on a local server wait.
    /// </summary>
    public const int RoundMax = 200;

    /// <summary>After so long no further call of a round is begun; what is left comes with the next one.</summary>
    public const int RoundSeconds = 60;

    /// <summary>Deliveries that wait for another try; while there are so many, what is new stays in the feed.</summary>
    public const int WaitingMax = 10_000;

    /// <summary>Longer than a round can take. A server that died keeps its webhooks for so long.</summary>
    public const int HoldSeconds = 120;

    /// <summary>So far the stored position may lie behind what did not concern the webhook.</summary>
    public const long LagMax = 10_000;
}

/// <param name="IsTaken">False: there is nothing to do, or another server does it.</param>
public sealed record WebhookWork(bool IsTaken, Webhook? Webhook, IReadOnlyList<WorkItem> Items, long Position, bool IsMore)
{
    public static WebhookWork None { get; } = new(false, null, [], 0, false);
}

/// <param name="Told">Null: a test, or an event that is not kept any more.</param>
public sealed record WorkItem(EventId Id, string Name, long Position, StoredEvent? Told);

internal sealed class TakeWebhookHandler(IWebhookStore webhooks, IDeliveryStore deliveries, IEventReader events, ILedgerTime time)
    : IRequestHandler<TakeWebhook, Outcome<WebhookWork>>
{
    public async Task<Outcome<WebhookWork>> Handle(TakeWebhook request, CancellationToken cancel)
    {
        var now = time.Now;
        if (await webhooks.Find(request.Owner, request.Id, cancel) is not { IsEnabled: true } webhook)
            return WebhookWork.None;
        if (!webhook.Take(request.Server, now, TakeWebhook.HoldSeconds))
            return WebhookWork.None;

        var due = await deliveries.Due(webhook, now, TakeWebhook.RoundMax / 2, cancel);
        var room = TakeWebhook.RoundMax - due.Count;
        var isFull = await deliveries.Waiting(webhook, cancel) >= TakeWebhook.WaitingMax;
        var fresh = isFull
            ? new EventSlice([], webhook.Position)
            : await events.Read(new EventFilter(webhook.Tenant, webhook.Events), webhook.Position, room, cancel);
        var items = await Again(due, cancel);
        items.AddRange(await Fresh(webhook, fresh, cancel));
        if (items.Count == 0)
        {
            webhook.LetGo();
            webhook.Note(fresh.ReadTo, succeeded: webhook.FailingSince is null, failed: null, webhook.RetryAt);
            return WebhookWork.None;
        }
        return new WebhookWork(true, webhook, items, fresh.ReadTo, fresh.Events.Count == room || due.Count == TakeWebhook.RoundMax / 2);
    }

    /// <summary>What has a row was taken up by a round that did not come to its end, and is due by itself where it did not succeed.</summary>
    private async Task<IEnumerable<WorkItem>> Fresh(Webhook webhook, EventSlice fresh, CancellationToken cancel)
    {
        var about = fresh.Events.Where(stored => stored.IsAbout(webhook.Products)).ToList();
        if (about.Count == 0)
            return [];
        var known = (await deliveries.Find(webhook, [.. about.Select(stored => stored.Row.Id)], cancel))
            .Select(row => row.Event)
            .ToHashSet();
        return about
            .Where(stored => !known.Contains(stored.Row.Id))
            .Select(stored => new WorkItem(stored.Row.Id, stored.Row.Name, stored.Position, stored));
    }

    private async Task<List<WorkItem>> Again(IReadOnlyList<Delivery> due, CancellationToken cancel)
    {
        var told = (await events.At([.. due.Select(delivery => delivery.Position)], cancel)).ToDictionary(stored => stored.Position);
        return
        [
            .. due.Select(delivery => new WorkItem(
                delivery.Event,
                delivery.Name,
                delivery.Position,
                told.GetValueOrDefault(delivery.Position)
            )),
        ];
    }
}

using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using MediatR;

namespace BigPicture.Application.Telemetry.Delivering;

/// <summary>
/// Writes down what came of a round, all of it in one transaction with how far the webhook was told. What is lost before, by a crash, is
/// delivered again under the same id.
/// </summary>
/// <param name="Position">All up to here was taken up.</param>
public sealed record NoteDeliveries(TenantId Owner, WebhookId Id, Guid Server, IReadOnlyList<MadeTry> Tries, long Position)
    : ICommand<NotedRound>;

public sealed record MadeTry(WorkItem Item, DeliveryTry Try);

/// <param name="RetryAt">When the next one that waits is due; null: none waits.</param>
public sealed record NotedRound(Instant? RetryAt);

internal sealed class NoteDeliveriesHandler(IWebhookStore webhooks, IDeliveryStore deliveries, FactLog log, ILedgerTime time)
    : IRequestHandler<NoteDeliveries, Outcome<NotedRound>>
{
    public async Task<Outcome<NotedRound>> Handle(NoteDeliveries request, CancellationToken cancel)
    {
        var nothing = new NotedRound(null);
        if (await webhooks.Find(request.Owner, request.Id, cancel) is not { } webhook || webhook.HeldBy != request.Server)
            return nothing; // Deleted, or taken over by a server that took this one for dead.

        var now = time.Now;
        var rows = await Rows(webhook, request.Tries, now, cancel);
        foreach (var (made, row) in request.Tries.Zip(rows))
            row.Note(made.Try);

        var ids = rows.Select(row => row.Event).ToList();
        var later = rows.Select(row => row.NextAt).Append(await deliveries.NextDue(webhook, ids, cancel)).Min();
        var succeeded = request.Tries.Any(made => made.Try.IsSuccess);
        var failed = request.Tries.Where(made => !made.Try.IsSuccess).Select(made => (Instant?)made.Try.At).Min();
        webhook.Note(request.Position, succeeded || (failed is null && webhook.FailingSince is null), failed, later);
        webhook.LetGo();
        if (ReasonToDisable(webhook, request.Tries, rows) is { } reason)
        {
            webhook.Disable(reason, now);
            log.Tell(new WebhookDisabled(webhook, now));
        }
        return new NotedRound(webhook.RetryAt);
    }

    private async Task<List<Delivery>> Rows(Webhook webhook, IReadOnlyList<MadeTry> tries, Instant now, CancellationToken cancel)
    {
        var known = (await deliveries.Find(webhook, [.. tries.Select(made => made.Item.Id)], cancel)).ToDictionary(row => row.Event);
        var rows = new List<Delivery>();
        foreach (var item in tries.Select(made => made.Item))
        {
            if (!known.TryGetValue(item.Id, out var row))
            {
                row = Delivery.Of(webhook, item.Id, item.Name, item.Position, now);
                deliveries.Add(row);
            }
            rows.Add(row);
        }
        return rows;
    }

    private static string? ReasonToDisable(Webhook webhook, IReadOnlyList<MadeTry> tries, List<Delivery> rows) =>
        !webhook.IsEnabled ? null
        : tries.Any(made => made.Try.IsGone) ? Webhook.Gone
        : rows.Any(row => row is { State: DeliveryState.Failed, IsTest: false } && webhook.FailingSince <= row.FirstTryAt) ? Webhook.Failing
        : null;
}

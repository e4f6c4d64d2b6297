using System.Collections.Concurrent;
using System.Diagnostics;
using BigPicture.Application.Contracts;
using BigPicture.Application.Telemetry.Following;
using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigPicture.Application.Telemetry.Delivering;

/// <summary>Delivers for one webhook, round after round while there is something to deliver.</summary>
internal sealed partial class WebhookWorker : IDisposable
{
    /// <summary>Calls to one receiver at once.</summary>
    private const int CallsMax = 8;

    /// <summary>To one receiver, on an average: leases come first, and who wants to hear more reads the feed.</summary>
    private const double CallsASecondMax = 500;

    /// <summary>After a round that broke, and after another server was found at work.</summary>
    private const int PauseSeconds = 5;

    private readonly FeedFollower follower;
    private readonly IServiceScopeFactory scopes;
    private readonly Guid server;
    private Webhook webhook;
    private Instant? retryAt;
    private bool isWanted;

    public WebhookWorker(Webhook webhook, Guid server, FeedWatch watch, IServiceScopeFactory scopes)
    {
        (this.webhook, this.server, this.scopes, retryAt) = (webhook, server, scopes, webhook.RetryAt);
        follower = watch.Follow(new EventFilter(webhook.Tenant, webhook.Events));
    }

    public Task Work { get; private set; } = Task.CompletedTask;

    /// <returns>False: it is told other events now, and somebody else has to listen for them.</returns>
    public bool Learn(Webhook seen)
    {
        if (!seen.Events.SequenceEqual(webhook.Events))
            return false;
        if (Work.IsCompleted)
            (webhook, retryAt) = (seen, seen.RetryAt);
        return true;
    }

    public bool Begin(Instant now, CancellationToken stop)
    {
        if (!Work.IsCompleted)
            return false;
        isWanted |= follower.Take(out var seen);
        var isLeftBehind = webhook.HeldBy is { } holder && holder != server && webhook.HeldUntil <= now;
        if (!isWanted && !isLeftBehind && !(retryAt <= now) && seen - webhook.Position < TakeWebhook.LagMax)
            return false;
        isWanted = false;
        Work = Task.Run(() => Rounds(stop), CancellationToken.None);
        return true;
    }

    public void Dispose() => follower.Dispose();

    private async Task Rounds(CancellationToken stop)
    {
        try
        {
            bool isMore;
            do
            {
                var begun = Stopwatch.GetTimestamp();
                (isMore, var calls) = await Round(stop);
                var rest = TimeSpan.FromSeconds(calls / CallsASecondMax) - Stopwatch.GetElapsedTime(begun);
                if (rest > TimeSpan.Zero)
                    await Task.Delay(rest, stop);
            } while (isMore);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server stops; what was not written down is delivered again.
        }
        catch (Exception fault)
        {
            await using var scope = scopes.CreateAsyncScope();
            Failed(scope.ServiceProvider.GetRequiredService<ILogger<WebhookWorker>>(), webhook.Id, fault.GetBaseException().Message);
            retryAt = scope.ServiceProvider.GetRequiredService<ILedgerTime>().Now + PauseSeconds;
        }
    }

    private async Task<(bool IsMore, int Calls)> Round(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var taken = await mediator.Send(new TakeWebhook(webhook.Owner, webhook.Id, server), stop);
        if (taken.IsDenied(out _) || !taken.Value.IsTaken)
        {
            retryAt = null;
            return (false, 0);
        }
        var work = taken.Value;
        var tries = await Call(scope.ServiceProvider, work, stop);
        // Also when the server stops: what was delivered is not delivered again. What was not tried keeps the position where it is, for the next round.
        var position = tries.Count == work.Items.Count ? work.Position : work.Webhook!.Position;
        await using var noting = scopes.CreateAsyncScope();
        var noted = await noting
            .ServiceProvider.GetRequiredService<IMediator>()
            .Send(new NoteDeliveries(webhook.Owner, webhook.Id, server, tries, position), CancellationToken.None);
        retryAt = noted.IsDenied(out _) ? retryAt : noted.Value.RetryAt;
        return ((work.IsMore || tries.Count < work.Items.Count) && !stop.IsCancellationRequested, tries.Count);
    }

    private static async Task<IReadOnlyList<MadeTry>> Call(IServiceProvider services, WebhookWork work, CancellationToken stop)
    {
        var sender = services.GetRequiredService<IWebhookSender>();
        var pseudonyms = services.GetRequiredService<Pseudonyms>();
        var time = services.GetRequiredService<ILedgerTime>();
        var secrets = services.GetRequiredService<WebhookVault>().Open(work.Webhook!, time.Now);
        var made = new ConcurrentBag<MadeTry>();
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await Parallel.ForEachAsync(
                work.Items,
                new ParallelOptions { MaxDegreeOfParallelism = CallsMax, CancellationToken = stop },
                async (item, cancel) =>
                {
                    if (Stopwatch.GetElapsedTime(begun).TotalSeconds < TakeWebhook.RoundSeconds)
                        made.Add(new MadeTry(item, await Try(sender, pseudonyms, work.Webhook!, secrets, item, time.Now, cancel)));
                }
            );
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Those that were made count.
        }
        return [.. made.OrderBy(one => one.Item.Position)];
    }

    private static async Task<DeliveryTry> Try(
        IWebhookSender sender,
        Pseudonyms pseudonyms,
        Webhook webhook,
        IReadOnlyList<byte[]> secrets,
        WorkItem item,
        Instant now,
        CancellationToken cancel
    )
    {
        if (secrets.Count == 0)
            return new DeliveryTry(now, 0, null, "the server's key does not open the secret of this webhook: set another one", null);
        if (item is { Told: null, Position: > 0 })
            return new DeliveryTry(now, 0, null, "the event is not kept any more", null);
        var told = item.Told is null ? null : EventView.Of(item.Told, pseudonyms);
        var call = new WebhookCall(webhook.Url, webhook.Signature, secrets, item.Id, EventTypes.Prefix + item.Name, told, now);
        return await sender.Send(call, cancel);
    }

    [LoggerMessage(6001, LogLevel.Error, "A round of webhook {Webhook} broke and comes again: {Reason}")]
    private static partial void Failed(ILogger log, WebhookId webhook, string reason);
}

using System.Collections.Concurrent;
using BigPicture.Application.Telemetry.Following;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BigPicture.Application.Telemetry.Delivering;

/// <summary>
/// Who works for which webhook on this server: each by itself, so that a receiver that is slow holds up nobody but itself. Servers agree in
/// the database who delivers; here stands only what this one has in hand.
/// </summary>
internal sealed class WebhookCrew(FeedWatch watch, IServiceScopeFactory scopes, TimeProvider clock) : IHostedService, IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<WebhookId, WebhookWorker> workers = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Guid server = TypeId.New(clock.GetUtcNow());
    private long? lookedAt;

    /// <summary>Whether the list of webhooks may have grown old.</summary>
    public bool IsTimeToLook()
    {
        if (lookedAt is { } last && clock.GetElapsedTime(last) < LookEvery)
            return false;
        lookedAt = clock.GetTimestamp();
        return true;
    }

    public void Know(IReadOnlyList<Webhook> enabled)
    {
        foreach (var webhook in enabled)
        {
            if (workers.TryGetValue(webhook.Id, out var known) && known.Learn(webhook))
                continue;
            known?.Dispose();
            workers[webhook.Id] = new WebhookWorker(webhook, server, watch, scopes);
        }
        foreach (var id in workers.Keys.Except(enabled.Select(webhook => webhook.Id)))
        {
            if (workers.TryRemove(id, out var gone))
                gone.Dispose();
        }
    }

    /// <returns>How many began.</returns>
    public int SetToWork(Instant now) => stop.IsCancellationRequested ? 0 : workers.Values.Count(worker => worker.Begin(now, stop.Token));

    /// <summary>When nobody is at work, for a test.</summary>
    public Task Rest() => Task.WhenAll(workers.Values.Select(worker => worker.Work));

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Calls that are under way are given up and made again elsewhere; what is known of others is written down.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await Rest().WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        foreach (var worker in workers.Values)
            worker.Dispose();
        stop.Dispose();
    }
}

using BigPicture.Application.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BigPicture.Host.Edge.Loops;

/// <summary>Runs every loop on its period, each by itself. One that throws is logged and comes round again.</summary>
internal sealed partial class LoopRunner(
    IEnumerable<ILoop> loops,
    IServiceScopeFactory scopes,
    IStorageFaults storage,
    TimeProvider time,
    ILogger<LoopRunner> log
) : BackgroundService
{
    // Begun with the runner, so that no period passes unseen before its loop waits for it.
    private readonly List<(ILoop Loop, Task First)> running = [.. loops.Select(loop => (loop, Task.Delay(loop.Period, time)))];

    /// <summary>Ticks without a pause while there is more to do; then others get their turn.</summary>
    private const int TicksInARowMax = 64;

    /// <summary>One tick now, for a test that does not wait for the clock.</summary>
    public async Task<bool> Step(string name, CancellationToken cancel)
    {
        var loop = running.Single(one => one.Loop.Name == name).Loop;
        await using var scope = scopes.CreateAsyncScope();
        return await loop.Tick(scope.ServiceProvider, cancel);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(running.Select(one => Run(one.Loop, one.First, stoppingToken)));

    private async Task Run(ILoop loop, Task first, CancellationToken stop)
    {
        try
        {
            for (var due = first; ; )
            {
                await due.WaitAsync(stop);
                // Begun before the tick, so that its own time counts; periods that pass while it runs, or while the clock leaps, are one.
                due = Task.Delay(loop.Period, time, stop);
                await Ticks(loop, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server stops; whatever a tick left undone the next start finds.
        }
    }

    private async Task Ticks(ILoop loop, CancellationToken stop)
    {
        try
        {
            for (var tick = 0; tick < TicksInARowMax; tick++)
            {
                await using var scope = scopes.CreateAsyncScope();
                if (!await loop.Tick(scope.ServiceProvider, stop))
                    return;
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            if (storage.IsUnavailable(fault))
                Unavailable(loop.Name, fault.GetBaseException().Message);
            else
                Failed(loop.Name, fault);
        }
    }

    [LoggerMessage(1011, LogLevel.Error, "Loop {Loop} waits for the database: {Reason}")]
    private partial void Unavailable(string loop, string reason);

    [LoggerMessage(1012, LogLevel.Error, "Loop {Loop} failed and will try again")]
    private partial void Failed(string loop, Exception fault);
}

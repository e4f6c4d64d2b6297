using System.Diagnostics;
using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Metering;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using Microsoft.Extensions.Logging;

namespace BigPicture.Application.Leasing.Ledger;

/// <summary>
/// Commits the acts of some entitlements, batch after batch. While one batch commits, the next one fills: no timer, no delay; a lone
/// caller waits for nobody.
/// </summary>
internal sealed partial class Lane(BatchCommitter committer, LedgerOptions options, LedgerMeter meter, ILogger<Lane> log)
{
    private readonly LaneQueue queue = new(options);
    private Task run = Task.CompletedTask;

    /// <summary>It has been started and serves what comes.</summary>
    public bool IsRunning => !run.IsCompleted;

    public void Start() => run = Task.Run(Run);

    /// <summary>How many acts wait.</summary>
    public (int Keeping, int Activating) Depth => queue.Depth;

    /// <param name="span">The caller's own, where it is traced.</param>
    public Task<ActResult> Post(LeaseAct act, Activity? span, CancellationToken cancel)
    {
        var posted = new PostedAct(act, span, meter.Now, cancel);
        if (queue.TryAdd(posted))
            return posted.Outcome;
        meter.Overloaded(act.TakesSeats);
        return Task.FromResult<ActResult>(Overloaded);
    }

    /// <summary>Serves what was taken in, then ends.</summary>
    public Task Stop()
    {
        queue.Close();
        return run;
    }

    private static Denial Overloaded { get; } =
        new(DenialCode.Unavailable, "The server has more to do than it can; nothing was changed. Try again shortly.")
        {
            RetryAfterSeconds = 1,
        };

    private static Denial NoStorage { get; } =
        new(DenialCode.Unavailable, "The database does not answer; whether this was done is unknown. Repeat the same call to find out.")
        {
            RetryAfterSeconds = 1,
        };

    private async Task Run()
    {
        while (await queue.Wait())
        {
            var batch = queue.Take();
            if (batch.Count == 0)
                continue;
            var begun = meter.Now;
            meter.Taken(batch, begun);
            await Commit(batch, () => Join(batch));
            meter.Committed(batch.Count, begun);
        }
    }

    private List<LeaseAct> Join(List<PostedAct> batch)
    {
        var late = queue.TakeLate(batch);
        batch.AddRange(late);
        meter.Taken(late, meter.Now);
        return late.ConvertAll(posted => posted.Act);
    }

    private async Task Commit(List<PostedAct> batch, Latecomers late)
    {
        using var span = LedgerTraces.Start(batch);
        try
        {
            var results = await committer.Commit([.. batch.Select(posted => posted.Act)], late, CancellationToken.None);
            for (var i = 0; i < batch.Count; i++)
                batch[i].Complete(results[i]);
        }
        catch (StorageUnavailableException e)
        {
            LogUnavailable(log, batch.Count, e.Message);
            foreach (var posted in batch)
                posted.Complete(NoStorage);
        }
        catch (Exception e) when (batch.Count > 1)
        {
            // One of them is poison; rolled back, each is tried by itself, and only the guilty one fails.
            LogSingly(log, batch.Count, e);
            foreach (var posted in batch)
                await Commit([posted], BatchCommitter.NobodyLate);
        }
        catch (Exception e)
        {
            batch[0].Fail(e);
        }
    }

    [LoggerMessage(2001, LogLevel.Error, "The database is unavailable, {Count} acts were answered with 503: {Reason}")]
    private static partial void LogUnavailable(ILogger log, int count, string reason);

    [LoggerMessage(2002, LogLevel.Warning, "A batch of {Count} acts failed and was rolled back; its acts run singly.")]
    private static partial void LogSingly(ILogger log, int count, Exception e);
}

namespace BigPicture.Application.Telemetry.Following;

/// <summary>One who follows the feed, and what there may be for it.</summary>
public sealed class FeedFollower : IDisposable
{
    private readonly FeedWatch watch;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim told = new(0, 1);
    private bool isConcerned;
    private long seen;

    internal FeedFollower(FeedWatch watch, EventFilter filter) => (this.watch, Filter) = (watch, filter);

    internal EventFilter Filter { get; }

    /// <summary>Waits until there may be something to read.</summary>
    /// <returns>Whether there was before the time was over.</returns>
    public Task<bool> Wait(TimeSpan time, CancellationToken cancel) => told.WaitAsync(time, cancel);

    /// <summary>Takes the news.</summary>
    /// <param name="seen">Where the feed was when nothing concerned this follower up to there.</param>
    /// <returns>Whether something may concern it.</returns>
    public bool Take(out long seen)
    {
        lock (gate)
        {
            seen = this.seen;
            var was = isConcerned;
            isConcerned = false;
            return was;
        }
    }

    internal void Tell(long upTo, bool isConcerned)
    {
        lock (gate)
        {
            seen = Math.Max(seen, upTo);
            if (!isConcerned || this.isConcerned)
                return;
            this.isConcerned = true;
            if (told.CurrentCount == 0)
                told.Release();
        }
    }

    public void Dispose()
    {
        watch.Leave(this);
        told.Dispose();
    }
}

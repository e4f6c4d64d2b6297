using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Following;

/// <summary>A loop's tick: looks what came into the feed, on whichever server it happened, for those who follow it on this one.</summary>
public sealed record WatchFeed : IQuery<bool>
{
    /// <summary>Positions that one tick looks at.</summary>
    public const int StretchMax = 10_000;
}

internal sealed class WatchFeedHandler(FeedWatch watch, IEventReader events) : IRequestHandler<WatchFeed, Outcome<bool>>
{
    /// <returns>Whether there may be more to look at now.</returns>
    public async Task<Outcome<bool>> Handle(WatchFeed request, CancellationToken cancel)
    {
        if (watch.IsIdle)
            return false;
        await events.Number(cancel);
        if (watch.Seen is not { } seen)
        {
            watch.Begin(await events.Head(cancel));
            return false;
        }
        var upTo = Math.Min(await events.Head(cancel), seen + WatchFeed.StretchMax);
        if (upTo <= seen)
            return false;
        watch.Saw(await events.Marks(seen, upTo, cancel), upTo);
        return upTo == seen + WatchFeed.StretchMax;
    }
}

using System.Runtime.CompilerServices;
using BigPicture.Application.Edge;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Following;

/// <summary>The feed as it grows, for as long as somebody asks for the next part. Each part is an ordinary <see cref="ListEvents"/>.</summary>
public sealed class FollowEvents(IMediator mediator, FeedWatch watch, Caller caller)
{
    private const int PageSize = 200;

    /// <summary>Who is told nothing hears this often up to where there was nothing, and goes on from there after a break.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(10);

    /// <summary>Reads the first part, so that what is refused is refused before anything is told.</summary>
    public async Task<Outcome<EventStream>> Begin(ListEvents request, CancellationToken cancel)
    {
        var asked = request with { Limit = PageSize };
        var first = await mediator.Send(asked, cancel);
        return first.IsDenied(out var denial) ? denial : new EventStream(Go(asked, first.Value, cancel));
    }

    private async IAsyncEnumerable<EventPage> Go(ListEvents request, EventPage page, [EnumeratorCancellation] CancellationToken cancel)
    {
        var names = request.Types.Select(type => EventTypes.Parse(type)!);
        using var follower = watch.Follow(new EventFilter(request.Tenant ?? caller.Tenant, [.. names]));
        while (true)
        {
            yield return page;
            page = await Next(follower, request with { After = page.NextAfter, IsSettled = true }, page.IsFull, cancel);
        }
    }

    private async Task<EventPage> Next(FeedFollower follower, ListEvents request, bool isMore, CancellationToken cancel)
    {
        if (!isMore)
            await follower.Wait(SilenceMax, cancel);
        if (!follower.Take(out var seen) && !isMore)
            return new EventPage([], Math.Max(request.After, seen));
        // What was asked for was good at the beginning.
        return (await mediator.Send(request, cancel)).Value;
    }
}

/// <param name="Pages">Without end; an empty one says how far there was nothing.</param>
public sealed record EventStream(IAsyncEnumerable<EventPage> Pages);

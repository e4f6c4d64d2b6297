using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Purging;

/// <summary>A loop's tick: goes a stretch further along the events and takes away those of a class that are not kept any more.</summary>
public sealed record PurgeEvents(EventClass Class) : ICommand<bool>
{
    /// <summary>Events looked at in one transaction: some milliseconds, for which grants wait.</summary>
    public const int StretchMax = 500;
}

internal sealed class PurgeEventsHandler(IEventPurge events, EventWalks walks, Retention retention, ILedgerTime time)
    : IRequestHandler<PurgeEvents, Outcome<bool>>
{
    /// <returns>Whether there was a whole stretch with some that are old enough, so that more may wait.</returns>
    public async Task<Outcome<bool>> Handle(PurgeEvents request, CancellationToken cancel)
    {
        var before = time.Trusted - Retention.Seconds(request.Class.Days(retention));
        var passed = await events.Purge(request.Class.Names(), walks[request.Class], before, PurgeEvents.StretchMax, cancel);
        walks[request.Class] = passed.Position;
        return passed.More;
    }
}

/// <summary>How far each class is purged. Events only come behind, so no walk goes back; after a start they begin at the oldest again.</summary>
internal sealed class EventWalks
{
    private readonly long[] positions = new long[Enum.GetValues<EventClass>().Length];

    public long this[EventClass kept]
    {
        get => positions[(int)kept];
        set => positions[(int)kept] = value;
    }
}

public interface IEventPurge
{
    /// <summary>
    /// Goes along the next <paramref name="count"/> events of all tenants behind a position, up to the last that is as old as
    /// <paramref name="before"/>, and takes away those that are and have the names.
    /// </summary>
    Task<PassedEvents> Purge(EventNames names, long after, Instant before, int count, CancellationToken cancel);
}

/// <param name="Position">Of the last one; where it began when none was old enough.</param>
public sealed record PassedEvents(long Position, bool More);

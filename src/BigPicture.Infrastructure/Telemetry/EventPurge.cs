using BigPicture.Application.Contracts;
using BigPicture.Application.Telemetry.Purging;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Telemetry;

/// <summary>For the loop, so of all tenants; along the positions. What has none yet is not passed.</summary>
internal sealed class EventPurge(LicensingDb db) : IEventPurge
{
    public async Task<PassedEvents> Purge(EventNames names, long after, Instant before, int count, CancellationToken cancel)
    {
        var events = db.Set<EventRow>().Where(e => EF.Property<long>(e, EventMapping.Position) > after);
        var stretch = await events
            .OrderBy(e => EF.Property<long>(e, EventMapping.Position))
            .Take(count)
            .Select(e => new { Position = EF.Property<long>(e, EventMapping.Position), e.At })
            .ToListAsync(cancel);
        var old = stretch.TakeWhile(e => e.At <= before).ToList();
        if (old.Count == 0)
            return new PassedEvents(after, 0);

        var last = old[^1].Position;
        var passed = events.Where(e => EF.Property<long>(e, EventMapping.Position) <= last);
        var listed = names.Names;
        passed = names.AllBut ? passed.Where(e => !listed.Contains(e.Name)) : passed.Where(e => listed.Contains(e.Name));
        await passed.ExecuteDeleteAsync(cancel);
        return new PassedEvents(last, old.Count);
    }
}

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
        var events = EventMapping.Numbered(db).Where(e => EF.Property<long>(e, EventMapping.Position) > after);
        var stretch = await events
            .OrderBy(e => EF.Property<long>(e, EventMapping.Position))
            .Take(count)
            .Select(e => new { Position = EF.Property<long>(e, EventMapping.Position), e.At })
            .ToListAsync(cancel);
        // Younger ones lie before older ones where the clock was set back in between; those go after the next start.
        if (stretch.FindLast(e => e.At <= before) is not { } youngest)
            return new PassedEvents(after, More: false);

        var last = youngest.Position;
        var passed = events.Where(e => EF.Property<long>(e, EventMapping.Position) <= last && e.At <= before);
        var listed = names.Names;
        passed = names.AllBut ? passed.Where(e => !listed.Contains(e.Name)) : passed.Where(e => listed.Contains(e.Name));
        await passed.ExecuteDeleteAsync(cancel);
        return new PassedEvents(last, More: stretch.Count == count);
    }
}

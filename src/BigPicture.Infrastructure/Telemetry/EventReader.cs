using BigPicture.Application.Telemetry;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Telemetry;

internal abstract class EventReader(LicensingDb db) : IEventReader
{
    public abstract Task<long> Number(CancellationToken cancel);

    public async Task<EventSlice> Read(EventFilter filter, long after, int count, CancellationToken cancel)
    {
        // Read first: what is stored from here on lies behind it, and is left for the next call.
        var head = await Head(cancel);
        var events = EventMapping.Numbered(db).AsNoTracking();
        if (filter.Tenant is { } tenant)
            events = events.Where(e => e.Tenant == tenant);
        if (filter.Names.Count > 0)
            events = events.Where(e => filter.Names.Contains(e.Name));

        var found = await events
            .Where(e => EF.Property<long>(e, EventMapping.Position) > after && EF.Property<long>(e, EventMapping.Position) <= head)
            .OrderBy(e => EF.Property<long>(e, EventMapping.Position))
            .Take(count)
            .Select(e => new { Position = EF.Property<long>(e, EventMapping.Position), Row = e })
            .ToListAsync(cancel);
        var readTo = found.Count == count ? found[^1].Position : Math.Max(after, head);
        return new EventSlice([.. found.Select(row => new StoredEvent(row.Position, row.Row))], readTo);
    }

    public async Task<IReadOnlyList<StoredEvent>> At(IReadOnlyCollection<long> positions, CancellationToken cancel) =>
        await EventMapping
            .Numbered(db)
            .AsNoTracking()
            .Where(e => positions.Contains(EF.Property<long>(e, EventMapping.Position)))
            .Select(e => new StoredEvent(EF.Property<long>(e, EventMapping.Position), e))
            .ToListAsync(cancel);

    public async Task<IReadOnlyList<EventMark>> Marks(long after, long upTo, CancellationToken cancel) =>
        await EventMapping
            .Numbered(db)
            .Where(e => EF.Property<long>(e, EventMapping.Position) > after && EF.Property<long>(e, EventMapping.Position) <= upTo)
            .Select(e => new { e.Tenant, e.Name })
            .Distinct()
            .Select(e => new EventMark(e.Tenant, e.Name))
            .ToListAsync(cancel);

    public async Task<long> Head(CancellationToken cancel) =>
        await EventMapping.Numbered(db).MaxAsync(e => (long?)EF.Property<long>(e, EventMapping.Position), cancel) ?? 0;
}

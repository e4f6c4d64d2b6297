using BigPicture.Application.Telemetry;
using BigPicture.Infrastructure.Telemetry;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>Numbers what is committed before it reads, so that a caller finds what happened before its call.</summary>
internal sealed class PostgresEventReader(PostgresDb db, EventNumbers numbers) : IEventReader
{
    private readonly EventReader reader = new(db);

    public async Task<EventSlice> Read(EventFilter filter, long after, int count, CancellationToken cancel)
    {
        await numbers.Finish(cancel);
        return await reader.Read(filter, after, count, cancel);
    }
}

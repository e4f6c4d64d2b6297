using BigPicture.Application.Telemetry.Purging;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Telemetry;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>Numbers some more events before it goes along them: nobody else may have asked for them since they were written.</summary>
internal sealed class PostgresEventPurge(PostgresDb db, EventNumbers numbers) : IEventPurge
{
    private readonly EventPurge purge = new(db);

    public async Task<PassedEvents> Purge(EventNames names, long after, Instant before, int count, CancellationToken cancel)
    {
        await numbers.Step(cancel);
        return await purge.Purge(names, after, before, count, cancel);
    }
}

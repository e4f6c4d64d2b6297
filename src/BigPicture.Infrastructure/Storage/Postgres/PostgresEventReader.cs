using BigPicture.Infrastructure.Telemetry;

namespace BigPicture.Infrastructure.Storage.Postgres;

internal sealed class PostgresEventReader(PostgresDb db, EventNumbers numbers) : EventReader(db)
{
    public override Task<long> Number(CancellationToken cancel) => numbers.Finish(cancel);
}

using BigPicture.Infrastructure.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>One writer: an event has its position from the moment on at which it is stored.</summary>
internal sealed class SqliteEventReader(SqliteDb db) : EventReader(db)
{
    public override async Task<long> Number(CancellationToken cancel)
    {
        // SQLite keeps the last one that it gave, also when the row is gone.
        var last = await db
            .Database.SqlQuery<long>($"SELECT seq AS Value FROM sqlite_sequence WHERE name = 'tel_event'")
            .ToListAsync(cancel);
        return last.SingleOrDefault();
    }
}

using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>The ledger's clock in the scope of a command, whose transaction has passed the gate.</summary>
internal sealed class SqliteLedgerClock(SqliteDb db, SqliteClock clock) : ILedgerClock
{
    public Instant Due => clock.Due;

    public async Task<ClockReading> Read(CancellationToken cancel)
    {
        if (!clock.IsStarted)
            clock.Start(await db.Set<ClockRow>().AsNoTracking().Select(row => row.Mark).SingleOrDefaultAsync(cancel));
        return clock.Read();
    }
}

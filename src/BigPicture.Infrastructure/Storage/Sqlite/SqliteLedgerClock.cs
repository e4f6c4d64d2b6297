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
            clock.Start(await StoredMark(cancel));
        return clock.Read();
    }

    public async Task<(Instant Before, Instant Now)> Accept(CancellationToken cancel)
    {
        var before = Instant.Max(await StoredMark(cancel), clock.Mark);
        var now = clock.Accept();
        if (await db.Set<ClockRow>().ExecuteUpdateAsync(set => set.SetProperty(row => row.Mark, now), cancel) == 0)
            db.Add(new ClockRow(1, now));
        return (before, now);
    }

    private Task<Instant> StoredMark(CancellationToken cancel) =>
        db.Set<ClockRow>().AsNoTracking().Select(row => row.Mark).SingleOrDefaultAsync(cancel);
}

using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>The ledger's clock in the scope of a command, whose transaction has passed the gate.</summary>
internal sealed class SqliteLedgerClock(SqliteDb db, SqliteClock clock) : ILedgerClock
{
    public async Task<ClockReading> Read(CancellationToken cancel)
    {
        if (!clock.IsStarted)
            clock.Start(await ClockRow.Stored(db, cancel));
        return clock.Look();
    }

    public async Task<(Instant Before, Instant Now)> Accept(CancellationToken cancel)
    {
        var before = Instant.Max((await ClockRow.Stored(db, cancel)).Mark, clock.IsStarted ? clock.Row.Mark : default);
        var row = clock.Accept();
        var stored = db.Set<ClockRow>();
        if (
            await stored.ExecuteUpdateAsync(set => set.SetProperty(r => r.Mark, row.Mark).SetProperty(r => r.AheadAt, row.AheadAt), cancel)
            == 0
        )
            stored.Add(row);
        return (before, row.Mark);
    }
}

using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Telemetry.Audit;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BigPicture.Infrastructure.Storage.Sqlite.Ledger;

/// <summary>The ledger on SQLite: one connection of its own, one writer, prepared statements, one durable commit a batch.</summary>
internal sealed class SqliteLedgerStore(
    SqliteOptions options,
    SqliteGate gate,
    SqliteClock clock,
    SqliteFaults faults,
    SqliteCheckpoint checkpoint,
    AuditWriter audit
) : ILedgerStore, IDisposable
{
    private sqlite3? connection;
    private LedgerStatements? statements;

    public async Task<ILedgerSession> Open(IReadOnlyList<LeaseAct> acts, Latecomers late, CancellationToken cancel)
    {
        var pass = await gate.Enter(cancel);
        try
        {
            faults.ThrowIfFailed();
            return Begin([.. acts, .. late()], pass);
        }
        catch (SqliteException e) when (SqliteFaults.IsStorage(e))
        {
            pass.Dispose();
            throw faults.Unavailable(e);
        }
        catch
        {
            pass.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        statements?.Dispose();
        connection?.Dispose();
    }

    private SqliteLedgerSession Begin(IReadOnlyList<LeaseAct> acts, SqliteGate.Pass pass)
    {
        statements ??= Connect();
        statements["BEGIN IMMEDIATE"].Run();
        try
        {
            if (!clock.IsStarted)
                clock.Start(StoredClock(statements));
            var page = new LedgerPage(clock.Look());
            var steps = clock.Untold();
            page.Changes.Facts.AddRange(steps);
            var reader = new LedgerReader(statements, page);
            reader.ReadBooks(acts);
            reader.Read(acts);
            return new SqliteLedgerSession(statements, page, reader, clock, steps.Length, faults, checkpoint, audit, pass);
        }
        catch
        {
            statements.RollBackIfOpen();
            throw;
        }
    }

    private static ClockRow StoredClock(LedgerStatements sql)
    {
        var clock = ClockRow.None;
        var row = sql[LedgerSql.Clock];
        while (row.Step())
            clock = clock with { Mark = new Instant(row.Long(0)), AheadAt = new Instant(row.Long(1)) };
        return clock;
    }

    private LedgerStatements Connect()
    {
        connection = LedgerConnection.Open(options);
        return new LedgerStatements(connection);
    }
}

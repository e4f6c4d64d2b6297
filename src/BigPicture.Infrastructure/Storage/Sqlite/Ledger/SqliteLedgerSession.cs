using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Infrastructure.Telemetry.Audit;
using Microsoft.Data.Sqlite;

namespace BigPicture.Infrastructure.Storage.Sqlite.Ledger;

/// <param name="steps">How many steps of the clock are among the facts to tell.</param>
internal sealed class SqliteLedgerSession(
    LedgerStatements sql,
    LedgerPage page,
    LedgerReader reader,
    SqliteClock clock,
    int steps,
    SqliteFaults faults,
    SqliteCheckpoint checkpoint,
    AuditWriter audit,
    SqliteGate.Pass pass
) : ILedgerSession
{
    public LedgerPage Page => page;

    public Task Load(PageFault fault, CancellationToken cancel)
    {
        try
        {
            reader.Read(fault);
            return Task.CompletedTask;
        }
        catch (SqliteException e) when (SqliteFaults.IsStorage(e))
        {
            throw faults.Unavailable(e);
        }
    }

    public async Task Commit(WriteSet writes, CancellationToken cancel)
    {
        try
        {
            LedgerWriter.Write(sql, page, writes);
            await audit.Append(new LedgerChainRows(sql), writes.Audit, cancel);
            var row = clock.Row;
            sql[LedgerSql.PutClock].With(row.Mark.UnixSeconds).With(row.AheadAt.UnixSeconds).Run();
            sql["COMMIT"].Run();
            clock.Stored(row, steps);
        }
        catch (SqliteException e) when (SqliteFaults.IsStorage(e))
        {
            throw faults.Unavailable(e);
        }
        checkpoint.IfDue();
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            sql.RollBackIfOpen();
        }
        catch (SqliteException e) when (SqliteFaults.IsStorage(e))
        {
            faults.Note(e); // What failed before it has been told already.
        }
        finally
        {
            pass.Dispose();
        }
        return ValueTask.CompletedTask;
    }
}

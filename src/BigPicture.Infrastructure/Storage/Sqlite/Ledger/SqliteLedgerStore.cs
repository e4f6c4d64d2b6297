using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BigPicture.Infrastructure.Storage.Sqlite.Ledger;

/// <summary>The ledger on SQLite: one connection of its own, one writer, prepared statements, one durable commit a batch.</summary>
internal sealed class SqliteLedgerStore(
    SqliteOptions options,
    SqliteGate gate,
    SqliteClock clock,
    SqliteFaults faults,
    SqliteCheckpoint checkpoint
) : ILedgerStore, IDisposable
{
    private sqlite3? connection;
    private LedgerStatements? statements;

    public async Task<ILedgerSession> Open(IReadOnlyList<LeaseAct> acts, CancellationToken cancel)
    {
        var pass = await gate.Enter(cancel);
        try
        {
            faults.ThrowIfFailed();
            return Begin(acts, pass);
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
            var page = new LedgerPage(clock.Read(statements));
            if (clock.UntoldStep is { } step)
                page.Changes.Facts.Add(step);
            var reader = new LedgerReader(statements, page);
            reader.ReadBooks(acts);
            reader.Read(acts);
            return new SqliteLedgerSession(statements, page, reader, clock, faults, checkpoint, pass);
        }
        catch
        {
            statements.RollBackIfOpen();
            throw;
        }
    }

    private LedgerStatements Connect()
    {
        connection = LedgerConnection.Open(options);
        return new LedgerStatements(connection);
    }
}

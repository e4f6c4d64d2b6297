using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Infrastructure.Leasing.Revoking;
using BigPicture.Infrastructure.Telemetry.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BigPicture.Infrastructure.Storage.Sqlite;

internal sealed class SqliteUnitOfWork(SqliteDb db, SqliteGate gate, SqliteFaults faults, SqliteCheckpoint checkpoint, AuditWriter audit)
    : IUnitOfWork
{
    private SqliteGate.Pass? pass;
    private IDbContextTransaction? transaction;

    public async Task Begin(CancellationToken cancel)
    {
        pass = await gate.Enter(cancel);
        faults.ThrowIfFailed();
        transaction = await db.Database.BeginTransactionAsync(cancel); // BEGIN IMMEDIATE
    }

    public async Task Commit(WriteSet writes, CancellationToken cancel)
    {
        db.Set<EventRow>().AddRange(writes.Events);
        try
        {
            await db.SaveChangesAsync(cancel);
            await EpochWrites.Write(db, writes.Revoked, cancel);
            var rows = new DbChainRows(db.Database.GetDbConnection(), transaction!.GetDbTransaction(), db.AuditHeadLock);
            await audit.Append(rows, writes.Audit, cancel);
            await transaction!.CommitAsync(cancel);
        }
        catch (Exception e) when (faults.IsUnavailable(e))
        {
            // Known before the gate opens for the next writer, who must not commit on top of it.
            throw new StorageUnavailableException(e.Message, e);
        }
        checkpoint.IfDue();
    }

    public async Task Abandon()
    {
        try
        {
            if (transaction is not null)
                await transaction.DisposeAsync();
        }
        finally
        {
            transaction = null;
            pass?.Dispose();
            pass = null;
            // What a refused command had in hand must not be written by the next one of the same scope.
            db.ChangeTracker.Clear();
        }
    }
}

using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using Microsoft.EntityFrameworkCore.Storage;

namespace BigPicture.Infrastructure.Storage.Sqlite;

internal sealed class SqliteUnitOfWork(SqliteDb db, SqliteGate gate) : IUnitOfWork
{
    private SqliteGate.Pass? pass;
    private IDbContextTransaction? transaction;

    public async Task Begin(CancellationToken cancel)
    {
        pass = await gate.Enter(cancel);
        transaction = await db.Database.BeginTransactionAsync(cancel); // BEGIN IMMEDIATE
    }

    public async Task Commit(WriteSet writes, CancellationToken cancel)
    {
        db.Set<EventRow>().AddRange(writes.Events);
        await db.SaveChangesAsync(cancel);
        await transaction!.CommitAsync(cancel);
    }

    public async Task Abandon()
    {
        if (transaction is not null)
            await transaction.DisposeAsync();
        transaction = null;
        pass?.Dispose();
        pass = null;
        // What a refused command had in hand must not be written by the next one of the same scope.
        db.ChangeTracker.Clear();
    }
}

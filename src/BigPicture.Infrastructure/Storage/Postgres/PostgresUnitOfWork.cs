using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Infrastructure.Leasing.Revoking;
using BigPicture.Infrastructure.Storage.Postgres.Ledger;
using BigPicture.Infrastructure.Telemetry.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres;

internal sealed class PostgresUnitOfWork(PostgresDb db, AuditWriter audit) : IUnitOfWork
{
    private IDbContextTransaction? transaction;

    public async Task Begin(CancellationToken cancel) => transaction = await db.Database.BeginTransactionAsync(cancel);

    public async Task Commit(WriteSet writes, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        if (writes.Events.Count > 0)
            await Write(writes.Events, cancel);
        await EpochWrites.Write(db, writes.Revoked, cancel);
        var rows = new DbChainRows(db.Database.GetDbConnection(), transaction!.GetDbTransaction(), db.AuditHeadLock);
        await audit.Append(rows, writes.Audit, cancel);
        await transaction!.CommitAsync(cancel);
    }

    public async Task Abandon()
    {
        if (transaction is not null)
            await transaction.DisposeAsync();
        transaction = null;
        // What a refused command had in hand must not be written by the next one of the same scope.
        db.ChangeTracker.Clear();
    }

    // As the ledger does: one statement, in the order in which they happened.
    private async Task Write(List<EventRow> events, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
        batch.BatchCommands.Add(EventRows.Insert(events));
        await batch.ExecuteNonQueryAsync(cancel);
    }
}

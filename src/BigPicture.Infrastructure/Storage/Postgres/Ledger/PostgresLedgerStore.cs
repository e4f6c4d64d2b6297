using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Infrastructure.Telemetry.Audit;

namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

/// <summary>
/// The ledger on PostgreSQL: each batch a transaction of its own, one round trip to lock and read, one more to read for those who came while it
/// waited for the lock, if any did, one to write and commit. READ COMMITTED: what is read after the lock is what its last holder committed.
/// </summary>
internal sealed class PostgresLedgerStore(PostgresSources sources, PostgresClock clock, AuditWriter audit) : ILedgerStore
{
    public async Task<ILedgerSession> Open(IReadOnlyList<LeaseAct> acts, Latecomers late, CancellationToken cancel)
    {
        var connection = sources.Ledger.CreateConnection();
        try
        {
            await connection.OpenAsync(cancel);
            var page = await new OpeningReads(acts).Read(connection, clock, cancel);
            if (late() is { Count: > 0 } more)
                await new ActReads(more).Join(page, connection, clock, cancel);
            var session = new PostgresLedgerSession(connection, page, audit);
            await session.Complete(cancel);
            return session;
        }
        catch (Exception e) when (PostgresFaults.IsStorage(e))
        {
            await connection.DisposeAsync();
            throw PostgresFaults.Unavailable(e);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage.Sqlite;
using BigPicture.Infrastructure.Storage.Sqlite.Ledger;
using BigPicture.LicenseTypes;

namespace BigPicture.Benchmarks.Bare;

/// <inheritdoc cref="IBareRows"/>
internal sealed class SqliteBareRows : IBareRows
{
    private const long SeatsMost = 1_000_000;

    private readonly SQLitePCL.sqlite3 connection;
    private readonly LedgerStatements sql;
    private long taken;

    public SqliteBareRows(string database)
    {
        connection = LedgerConnection.Open(new SqliteOptions(database));
        sql = new LedgerStatements(connection);
        sql["PRAGMA wal_autocheckpoint=1000"].Run();
    }

    public Task Write(IReadOnlyList<BareAct> batch)
    {
        var last = batch[^1].Lease;
        taken += batch.Sum(act => act.Lease.State == LeaseState.Live ? 1 : -1);
        sql["BEGIN IMMEDIATE"].Run();
        sql[LedgerSql.PutPool]
            .With(last.Tenant.Value)
            .With(last.Entitlement.Value)
            .With(SeatClaim.Seats)
            .With(SeatsMost)
            .With(taken)
            .With(SeatsMost)
            .Run();
        foreach (var act in batch)
            if (act.Lease.State == LeaseState.Live)
                Take(act.Lease);
            else
                GiveBack(act.Lease);
        sql[LedgerSql.UpdateBook]
            .With(last.IssuedAt.UnixSeconds)
            .With(last.IssuedAt.UnixSeconds)
            .With(false)
            .With(last.Tenant.Value)
            .With(last.Entitlement.Value)
            .Run();
        sql[LedgerSql.PutClock].With(last.IssuedAt.UnixSeconds).With(0).Run();
        sql["COMMIT"].Run();
        return Task.CompletedTask;
    }

    public void RollBack() => sql.RollBackIfOpen();

    public void Dispose()
    {
        sql.Dispose();
        connection.Dispose();
    }

    private void Take(Lease lease)
    {
        var holder = lease.Key.ToString();
        Seat(sql[LedgerSql.PutSeat], lease, holder).With(1).With(0).With(lease.EndsAt.UnixSeconds).Run();
        LeaseRow.Insert(sql[LedgerSql.InsertLease], lease);
        sql[LedgerSql.InsertClaim]
            .With(lease.Tenant.Value)
            .With(lease.Id.Value)
            .With(lease.Entitlement.Value)
            .With(SeatClaim.Seats)
            .With(holder)
            .Run();
        Tell(new LeaseIssued(lease, lease.IssuedAt));
    }

    private void GiveBack(Lease lease)
    {
        sql[LedgerSql.DeleteClaims].With(lease.Tenant.Value).With(lease.Id.Value).Run();
        Seat(sql[LedgerSql.DeleteSeat], lease, lease.Key.ToString()).Run();
        LeaseRow.Update(sql[LedgerSql.UpdateLease], lease);
        Tell(new LeaseReleased(lease, lease.EndedAt!.Value));
    }

    private static SqliteStatement Seat(SqliteStatement statement, Lease lease, string holder) =>
        statement.With(lease.Tenant.Value).With(lease.Entitlement.Value).With(SeatClaim.Seats).With(holder);

    private void Tell(LeaseFact fact) =>
        sql[LedgerSql.InsertEvent]
            .With(TypeId.New(fact.At.ToDateTimeOffset()))
            .With(fact.Tenant.Value)
            .With(fact.Name)
            .With(fact.Subject)
            .With(fact.At.UnixSeconds)
            .With(IBareRows.Data(fact))
            .Run();
}

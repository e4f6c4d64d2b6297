using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;

namespace BigPicture.Infrastructure.Storage.Sqlite.Ledger;

/// <summary>Writes what a page changed, in the order that the constraints between the tables allow.</summary>
internal static class LedgerWriter
{
    public static void Write(LedgerStatements sql, LedgerPage page, WriteSet writes)
    {
        var changes = page.Changes;
        foreach (var id in changes.LeasesWithoutClaims)
            sql[LedgerSql.DeleteClaims].With(changes.ChangedLeases[id].Tenant.Value).With(id.Value).Run();
        foreach (var seat in changes.FreedSeats)
            Key(sql[LedgerSql.DeleteSeat], seat).Run();
        foreach (var pool in changes.Pools)
            Put(sql[LedgerSql.PutPool], pool);
        foreach (var seat in changes.TakenSeats)
            Key(sql[LedgerSql.PutSeat], seat).With(seat.Leases).With(seat.HeldUntil.UnixSeconds).With(seat.FreeAt.UnixSeconds).Run();
        foreach (var lease in changes.ChangedLeases.Values)
            LeaseRow.Update(sql[LedgerSql.UpdateLease], lease);
        foreach (var lease in changes.NewLeases.Values)
            LeaseRow.Insert(sql[LedgerSql.InsertLease], lease);
        foreach (var claim in changes.NewClaims)
            Insert(sql[LedgerSql.InsertClaim], page, claim);
        foreach (var block in changes.Blocks.Values)
            Put(sql[LedgerSql.PutBlock], block);
        foreach (var book in changes.Books)
            sql[LedgerSql.UpdateBook]
                .With(book.LastAt.UnixSeconds)
                .With(book.LastIssuedAt.UnixSeconds)
                .With(book.SweepPending)
                .With(book.Tenant.Value)
                .With(book.Entitlement.Value)
                .Run();
        foreach (var row in writes.Events)
            Insert(sql[LedgerSql.InsertEvent], row);
        foreach (var revoked in writes.Revoked)
            Put(sql[LedgerSql.PutRevoked], revoked);
        foreach (var tenant in writes.Revoked.GroupBy(revoked => revoked.Tenant))
            sql[LedgerSql.RaiseEpoch].With(tenant.Key.Value).With(tenant.Max(revoked => revoked.At.UnixSeconds)).Run();
    }

    private static SqliteStatement Key(SqliteStatement statement, Seat seat) =>
        statement.With(seat.Tenant.Value).With(seat.Entitlement.Value).With(seat.Pool).With(seat.Holder);

    private static void Put(SqliteStatement statement, Pool pool) =>
        statement
            .With(pool.Tenant.Value)
            .With(pool.Entitlement.Value)
            .With(pool.Name)
            .With(pool.Limit)
            .With(pool.Taken)
            .With(pool.Ceiling)
            .Run();

    private static void Put(SqliteStatement statement, Block block) =>
        statement
            .With(block.Tenant.Value)
            .With(block.Entitlement.Value)
            .With((long)block.SubjectKind)
            .With(block.SubjectId)
            .With(block.Until.UnixSeconds)
            .Run();

    private static void Put(SqliteStatement statement, Revoked revoked) =>
        statement
            .With(revoked.Tenant.Value)
            .With((long)revoked.Kind)
            .With(revoked.Id)
            .With(revoked.IssuedBefore.UnixSeconds)
            .With(revoked.At.UnixSeconds)
            .With(revoked.Until.UnixSeconds)
            .Run();

    private static void Insert(SqliteStatement statement, LedgerPage page, StandingClaim claim)
    {
        var lease = page.Changes.NewLeases[claim.Lease];
        statement.With(lease.Tenant.Value).With(lease.Id.Value).With(lease.Entitlement.Value).With(claim.Pool).With(claim.Holder).Run();
    }

    private static void Insert(SqliteStatement statement, EventRow row) =>
        statement.With(row.Id.Value).With(row.Tenant.Value).With(row.Name).With(row.Subject).With(row.At.UnixSeconds).With(row.Data).Run();
}

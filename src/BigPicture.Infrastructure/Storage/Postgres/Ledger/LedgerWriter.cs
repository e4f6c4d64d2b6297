using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

/// <summary>What a page changed as statements, in the order that the constraints between the tables allow.</summary>
internal static class LedgerWriter
{
    public static IEnumerable<NpgsqlBatchCommand> Write(LedgerPage page, WriteSet writes)
    {
        var changes = page.Changes;
        if (changes.LeasesWithoutClaims is { Count: > 0 } ended)
            yield return new NpgsqlBatchCommand(LedgerWrites.DeleteClaims)
                .Column(ended, id => changes.ChangedLeases[id].Tenant.Value)
                .Column(ended, id => id.Value);
        if (changes.FreedSeats.ToList() is { Count: > 0 } freed)
            yield return Keys(LedgerWrites.DeleteSeats, freed);
        if (changes.Pools is { Count: > 0 } pools)
            yield return new NpgsqlBatchCommand(LedgerWrites.PutPools)
                .Column(pools, pool => pool.Tenant.Value)
                .Column(pools, pool => pool.Entitlement.Value)
                .Column(pools, pool => pool.Name)
                .Column(pools, pool => pool.Limit)
                .Column(pools, pool => pool.Taken)
                .Column(pools, pool => pool.Ceiling);
        if (changes.TakenSeats.ToList() is { Count: > 0 } taken)
            yield return Keys(LedgerWrites.PutSeats, taken)
                .Column(taken, seat => seat.Leases)
                .Column(taken, seat => seat.HeldUntil.UnixSeconds)
                .Column(taken, seat => seat.FreeAt.UnixSeconds);
        if (changes.ChangedLeases.Values is { Count: > 0 } changed)
            yield return LeaseRow.Update(changed);
        if (changes.NewLeases.Values is { Count: > 0 } issued)
            yield return LeaseRow.Insert(issued);
        if (changes.NewClaims is { Count: > 0 } claims)
            yield return new NpgsqlBatchCommand(LedgerWrites.InsertClaims)
                .Column(claims, claim => changes.NewLeases[claim.Lease].Tenant.Value)
                .Column(claims, claim => claim.Lease.Value)
                .Column(claims, claim => changes.NewLeases[claim.Lease].Entitlement.Value)
                .Column(claims, claim => claim.Pool)
                .Column(claims, claim => claim.Holder);
        if (changes.Blocks.Values is { Count: > 0 } blocks)
            yield return new NpgsqlBatchCommand(LedgerWrites.PutBlocks)
                .Column(blocks, block => block.Tenant.Value)
                .Column(blocks, block => block.Entitlement.Value)
                .Column(blocks, block => (int)block.SubjectKind)
                .Column(blocks, block => block.SubjectId)
                .Column(blocks, block => block.Until.UnixSeconds);
        if (changes.Books is { Count: > 0 } books)
            yield return new NpgsqlBatchCommand(LedgerWrites.UpdateBooks)
                .Column(books, book => book.Tenant.Value)
                .Column(books, book => book.Entitlement.Value)
                .Column(books, book => book.LastAt.UnixSeconds)
                .Column(books, book => book.LastIssuedAt.UnixSeconds)
                .Column(books, book => book.SweepPending);
        if (writes.Events.Count > 0)
            yield return EventRows.Insert(writes.Events);
        if (writes.Revoked.Count > 0)
        {
            foreach (var command in RevokedRows.Write(writes.Revoked))
                yield return command;
        }
    }

    private static NpgsqlBatchCommand Keys(string sql, List<Seat> seats) =>
        new NpgsqlBatchCommand(sql)
            .Column(seats, seat => seat.Tenant.Value)
            .Column(seats, seat => seat.Entitlement.Value)
            .Column(seats, seat => seat.Pool)
            .Column(seats, seat => seat.Holder);
}

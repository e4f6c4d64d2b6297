using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;

namespace BigPicture.Infrastructure.Storage.Sqlite.Ledger;

/// <summary>Reads the rows that a batch touches onto its page: those of its acts, and whatever hangs on them.</summary>
internal sealed class LedgerReader(LedgerStatements sql, LedgerPage page)
{
    private const int DueStep = 256;

    // How far each fault has read: rows that the page has ended are still stored, so reading from the top would find them again.
    private readonly Dictionary<PoolKey, (long FreeAt, string Holder)> dueRead = [];
    private readonly Dictionary<EntitlementId, LeaseId> revokedRead = [];
    private readonly List<Lease> unread = [];

    public void ReadBooks(IReadOnlyList<LeaseAct> acts)
    {
        // An act that names another tenant's entitlement finds no book, and hides it from nobody else in the batch.
        foreach (var (entitlement, tenant) in acts.Select(act => (act.Entitlement, act.Tenant)).Distinct())
            ReadBook(tenant, entitlement);
    }

    public void Read(IReadOnlyList<LeaseAct> acts)
    {
        foreach (var act in acts)
            Read(act);
        Complete();
    }

    public void Read(PageFault fault)
    {
        switch (fault)
        {
            case PageFault.DueSeats due:
                ReadDue(due.Pool);
                break;
            case PageFault.SeatLeases shared:
                ReadLeasesOn(shared.Seat);
                break;
            case PageFault.RevokedLeases revoked:
                ReadRevoked(revoked.Entitlement);
                break;
            case PageFault.SoonestSeats soonest:
                ReadSoonest(soonest.Pool, soonest.Count);
                break;
        }
        Complete();
    }

    private void Read(LeaseAct act)
    {
        switch (act)
        {
            case Activation activation:
                ReadFor(activation);
                break;
            case Renewal renewal:
                ReadLease(act.Tenant, renewal.LeaseId);
                break;
            case Release release:
                ReadLease(act.Tenant, release.LeaseId);
                break;
            case Revocation revocation:
                ReadLease(act.Tenant, revocation.LeaseId);
                break;
            case Reaping reaping:
                foreach (var lease in reaping.Leases)
                    ReadLease(act.Tenant, lease);
                foreach (var (pool, holder) in reaping.Seats)
                    ReadSeat(act.Tenant, new SeatKey(act.Entitlement, pool, holder));
                break;
        }
    }

    private void ReadFor(Activation activation)
    {
        var (tenant, lease) = (activation.Tenant, activation.NewLease);
        ReadLeases(sql[LedgerSql.LeaseByKey].With(tenant.Value).With(lease.Key.Value));
        foreach (var claim in activation.Grant.Claims)
        {
            ReadPool(tenant, new PoolKey(lease.Entitlement, claim.Pool));
            ReadSeat(tenant, new SeatKey(lease.Entitlement, claim.Pool, claim.Holder));
        }
        ReadBlock(tenant, lease);
        ReadLiveCount(tenant, lease);
    }

    private void ReadBook(TenantId tenant, EntitlementId entitlement)
    {
        var row = sql[LedgerSql.Book].With(tenant.Value).With(entitlement.Value);
        while (row.Step())
            page.Add(
                Book.Restore(
                    tenant,
                    entitlement,
                    row.Long(1),
                    row.Bool(2),
                    new Instant(row.Long(3)),
                    row.TextOrNull(4),
                    row.Bool(5),
                    new Instant(row.Long(6)),
                    new Instant(row.Long(7))
                )
            );
    }

    private void ReadLease(TenantId tenant, LeaseId lease)
    {
        if (!page.HasLease(lease))
            ReadLeases(sql[LedgerSql.LeaseById].With(tenant.Value).With(lease.Value));
    }

    private void ReadLeases(SqliteStatement row)
    {
        while (row.Step())
        {
            var lease = LeaseRow.Read(row);
            if (page.HasLease(lease.Id))
                continue;
            page.Add(lease);
            unread.Add(lease);
        }
    }

    /// <summary>Follows each lease read to its claims, their seats and pools, and those seats to the ends of their other leases.</summary>
    private void Complete()
    {
        foreach (var lease in unread)
        {
            if (lease.State != LeaseState.Live)
                continue;
            foreach (var claim in ReadClaims(lease))
            {
                page.Add(claim);
                ReadSeat(lease.Tenant, new SeatKey(lease.Entitlement, claim.Pool, claim.Holder));
            }
        }
        unread.Clear();

        foreach (var seat in page.SeatsToComplete())
        {
            var row = sql[LedgerSql.EndsOnSeat].With(seat.Tenant.Value).With(seat.Entitlement.Value).With(seat.Pool).With(seat.Holder);
            while (row.Step())
                seat.Know(new LeaseId(row.Id(0)), new Instant(row.Long(1)));
        }
    }

    private List<StandingClaim> ReadClaims(Lease lease)
    {
        var claims = new List<StandingClaim>();
        var row = sql[LedgerSql.Claims].With(lease.Tenant.Value).With(lease.Id.Value);
        while (row.Step())
            claims.Add(new StandingClaim(lease.Id, row.Text(0), row.Text(1)));
        return claims;
    }

    private void ReadSeat(TenantId tenant, SeatKey key)
    {
        ReadPool(tenant, key.PoolKey);
        if (page.TrySeat(key, out _))
            return;
        var row = sql[LedgerSql.Seat].With(tenant.Value).With(key.Entitlement.Value).With(key.Pool).With(key.Holder);
        while (row.Step())
            page.Add(
                Seat.Restore(tenant, key.Entitlement, key.Pool, key.Holder, row.Int(0), new Instant(row.Long(1)), new Instant(row.Long(2)))
            );
    }

    private void ReadPool(TenantId tenant, PoolKey key)
    {
        if (page.TryPool(key, out _))
            return;
        var row = sql[LedgerSql.Pool].With(tenant.Value).With(key.Entitlement.Value).With(key.Name);
        while (row.Step())
            page.Add(Pool.Restore(tenant, key.Entitlement, key.Name, row.Long(0), row.Long(1), row.Long(2)));
    }

    private void ReadBlock(TenantId tenant, Lease lease)
    {
        var row = sql[LedgerSql.Block].With(tenant.Value).With(lease.Entitlement.Value).With((long)lease.SubjectKind).With(lease.SubjectId);
        while (row.Step())
            page.Add(new Block(tenant, lease.Entitlement, lease.SubjectKind, lease.SubjectId, new Instant(row.Long(0))));
    }

    private void ReadLiveCount(TenantId tenant, Lease lease)
    {
        if (!page.TryBook(lease.Entitlement, out var book))
            return;
        var row = sql[LedgerSql.LiveCount]
            .With(tenant.Value)
            .With(lease.Entitlement.Value)
            .With(lease.SubjectId)
            .With((long)lease.SubjectKind)
            .With(page.Trusted(book).UnixSeconds)
            .With(book.RevokedBefore.UnixSeconds)
            .With(Lease.LivePerSubjectMax);
        while (row.Step())
            page.AddLiveCount(lease.Entitlement, lease.Subject, row.Int(0));
    }

    private void ReadDue(PoolKey pool)
    {
        if (!page.TryBook(pool.Entitlement, out var book))
            return;
        var (freeAt, holder) = dueRead.GetValueOrDefault(pool, (long.MinValue, ""));
        var holders = new List<string>();
        var row = sql[LedgerSql.DueSeats]
            .With(book.Tenant.Value)
            .With(pool.Entitlement.Value)
            .With(pool.Name)
            .With(page.Trusted(book).UnixSeconds)
            .With(freeAt)
            .With(holder)
            .With(DueStep);
        while (row.Step())
        {
            (holder, freeAt) = (row.Text(0), row.Long(1));
            holders.Add(holder);
        }
        dueRead[pool] = (freeAt, holder);

        foreach (var due in holders)
        {
            var seat = new SeatKey(pool.Entitlement, pool.Name, due);
            ReadSeat(book.Tenant, seat);
            ReadLeasesOn(seat);
        }
        page.AddDue(pool, complete: holders.Count < DueStep);
    }

    private void ReadLeasesOn(SeatKey seat)
    {
        if (page.TryBook(seat.Entitlement, out var book))
            ReadLeases(sql[LedgerSql.LeasesOnSeat].With(book.Tenant.Value).With(seat.Entitlement.Value).With(seat.Pool).With(seat.Holder));
    }

    private void ReadRevoked(EntitlementId entitlement)
    {
        if (!page.TryBook(entitlement, out var book))
            return;
        var leases = new List<Lease>();
        var row = sql[LedgerSql.RevokedLeases]
            .With(book.Tenant.Value)
            .With(entitlement.Value)
            .With(revokedRead.GetValueOrDefault(entitlement).Value)
            .With(book.RevokedBefore.UnixSeconds)
            .With(DueStep);
        while (row.Step())
            leases.Add(LeaseRow.Read(row));
        if (leases.Count > 0)
            revokedRead[entitlement] = leases[^1].Id;

        foreach (var lease in leases.Where(lease => !page.HasLease(lease.Id)))
        {
            page.Add(lease);
            unread.Add(lease);
        }
        page.AddRevoked(entitlement, complete: leases.Count < DueStep);
    }

    private void ReadSoonest(PoolKey pool, int count)
    {
        if (!page.TryBook(pool.Entitlement, out var book))
            return;
        var rows = new List<(string, Instant)>();
        var row = sql[LedgerSql.SoonestSeats].With(book.Tenant.Value).With(pool.Entitlement.Value).With(pool.Name).With(count);
        while (row.Step())
            rows.Add((row.Text(0), new Instant(row.Long(1))));
        page.AddSoonest(pool, count, rows);
    }
}

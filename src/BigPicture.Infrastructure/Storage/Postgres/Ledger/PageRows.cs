using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

/// <summary>Rows of <see cref="LedgerReads"/> onto a page.</summary>
internal static class PageRows
{
    public static Book ReadBook(NpgsqlDataReader row) =>
        Book.Restore(
            new TenantId(row.GetString(0)),
            new EntitlementId(row.GetGuid(1)),
            row.GetInt64(2),
            row.GetBoolean(3),
            new Instant(row.GetInt64(4)),
            row.IsDBNull(5) ? null : row.GetString(5),
            row.GetBoolean(6),
            new Instant(row.GetInt64(7)),
            new Instant(row.GetInt64(8))
        );

    /// <summary>Leases with what they stand on; those that the page has stay as they are there. Answers all that were read, in their order.</summary>
    public static async Task<List<Lease>> AddLeases(this LedgerPage page, NpgsqlDataReader row, CancellationToken cancel)
    {
        var read = new List<Lease>();
        var isNew = false;
        while (await row.ReadAsync(cancel))
        {
            var id = new LeaseId(row.GetGuid(1));
            if (read.Count == 0 || read[^1].Id != id)
            {
                var lease = LeaseRow.Read(row);
                isNew = !page.HasLease(id);
                page.Add(lease);
                read.Add(lease);
            }
            const int claim = LeaseRow.Count;
            if (!isNew || row.IsDBNull(claim))
                continue;
            var key = new SeatKey(read[^1].Entitlement, row.GetString(claim), row.GetString(claim + 1));
            page.Add(new StandingClaim(id, key.Pool, key.Holder));
            page.AddSeat(row, read[^1].Tenant, key, claim + 2);
        }
        return read;
    }

    public static async Task AddSeats(this LedgerPage page, NpgsqlDataReader row, CancellationToken cancel)
    {
        while (await row.ReadAsync(cancel))
        {
            var key = new SeatKey(new EntitlementId(row.GetGuid(1)), row.GetString(2), row.GetString(3));
            page.AddSeat(row, new TenantId(row.GetString(0)), key, 4);
        }
    }

    public static async Task AddSubjects(this LedgerPage page, NpgsqlDataReader row, CancellationToken cancel)
    {
        while (await row.ReadAsync(cancel))
        {
            var (tenant, entitlement) = (new TenantId(row.GetString(0)), new EntitlementId(row.GetGuid(1)));
            var (kind, subject) = ((SubjectKind)row.GetInt32(2), row.GetString(3));
            if (!row.IsDBNull(4))
                page.Add(new Block(tenant, entitlement, kind, subject, new Instant(row.GetInt64(4))));
            page.AddLiveCount(entitlement, new Subject(kind, subject), (int)row.GetInt64(5));
        }
    }

    private static void AddSeat(this LedgerPage page, NpgsqlDataReader row, TenantId tenant, SeatKey key, int at)
    {
        if (!page.TryPool(key.PoolKey, out _) && !row.IsDBNull(at + 3))
            page.Add(Pool.Restore(tenant, key.Entitlement, key.Pool, row.GetInt64(at + 3), row.GetInt64(at + 4), row.GetInt64(at + 5)));
        if (!page.TrySeat(key, out _) && !row.IsDBNull(at))
            page.Add(
                Seat.Restore(
                    tenant,
                    key.Entitlement,
                    key.Pool,
                    key.Holder,
                    row.GetInt32(at),
                    new Instant(row.GetInt64(at + 1)),
                    new Instant(row.GetInt64(at + 2))
                )
            );
    }
}

using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing.Revoking;

/// <summary>
/// Writes what a command revoked and lets the epochs of its tenants grow, in the command's transaction: epochs are locked behind books and
/// entitlements and before the heads of the audit trail, everywhere. Both databases understand these statements.
/// </summary>
internal static class EpochWrites
{
    public static async Task Write(LicensingDb db, IReadOnlyList<Revoked> revoked, CancellationToken cancel)
    {
        foreach (var row in revoked)
            await Put(db, row, cancel);
        foreach (var tenant in revoked.GroupBy(row => row.Tenant).OrderBy(rows => rows.Key))
            await Raise(db, tenant.Key, tenant.Max(row => row.At), cancel);
    }

    public static Task RaiseAll(LicensingDb db, Instant now, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO lease_epoch (tenant_id, epoch, raised_at) VALUES ({TenantId.Vendor.Value}, {now.UnixSeconds
                * 1000}, {now.UnixSeconds})
            ON CONFLICT (tenant_id) DO UPDATE SET
            epoch = CASE WHEN excluded.epoch > lease_epoch.epoch THEN excluded.epoch ELSE lease_epoch.epoch + 1 END,
            raised_at = CASE WHEN excluded.raised_at > lease_epoch.raised_at THEN excluded.raised_at ELSE lease_epoch.raised_at END
            """,
            cancel
        );

    private static Task Raise(LicensingDb db, TenantId tenant, Instant at, CancellationToken cancel) =>
        tenant == TenantId.Vendor
            ? RaiseAll(db, at, cancel)
            : db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO lease_epoch (tenant_id, epoch, raised_at) VALUES ({tenant.Value}, 1, {at.UnixSeconds})
                ON CONFLICT (tenant_id) DO UPDATE SET epoch = lease_epoch.epoch + 1,
                raised_at = CASE WHEN excluded.raised_at > lease_epoch.raised_at THEN excluded.raised_at ELSE lease_epoch.raised_at END
                """,
                cancel
            );

    /// <summary>Revoked again, an entitlement's leases are those of both times.</summary>
    private static Task<int> Put(LicensingDb db, Revoked row, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO lease_revoked (tenant_id, kind, entry_id, issued_before, revoked_at, until_at)
            VALUES ({row.Tenant.Value}, {(int)
                row.Kind}, {row.Id}, {row.IssuedBefore.UnixSeconds}, {row.At.UnixSeconds}, {row.Until.UnixSeconds})
            ON CONFLICT (tenant_id, kind, entry_id) DO UPDATE SET revoked_at = excluded.revoked_at,
            issued_before = CASE WHEN excluded.issued_before > lease_revoked.issued_before THEN excluded.issued_before
            ELSE lease_revoked.issued_before END,
            until_at = CASE WHEN excluded.until_at > lease_revoked.until_at THEN excluded.until_at ELSE lease_revoked.until_at END
            """,
            cancel
        );
}

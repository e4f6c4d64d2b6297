using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing.Revoking;

/// <summary>
/// Writes what a command revoked and lets the epochs of its tenants grow, in the command's transaction: epochs are locked behind books and
/// entitlements and before the heads of the audit trail, everywhere.
/// </summary>
internal static class EpochWrites
{
    private const string PutSql =
        "INSERT INTO lease_revoked (tenant_id, kind, entry_id, issued_before, revoked_at, until_at) VALUES ({0}, {1}, {2}, {3}, {4}, {5}) "
        + RevokedSql.PutAgain;

    private const string RaiseSql = "INSERT INTO lease_epoch (tenant_id, epoch, raised_at) VALUES ({0}, 1, {1}) " + RevokedSql.RaiseAgain;

    public static async Task Write(LicensingDb db, IReadOnlyList<Revoked> revoked, CancellationToken cancel)
    {
        foreach (var row in revoked)
            await Put(db, row, cancel);
        foreach (var tenant in revoked.GroupBy(row => row.Tenant).OrderBy(rows => rows.Key))
            await Raise(db, tenant.Key, tenant.Max(row => row.At), cancel);
    }

    public static Task RaiseAll(LicensingDb db, Instant now, CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync(RevokedSql.RaiseAll(now), cancel);

    private static Task Raise(LicensingDb db, TenantId tenant, Instant at, CancellationToken cancel) =>
        tenant == TenantId.Vendor
            ? RaiseAll(db, at, cancel)
            : db.Database.ExecuteSqlRawAsync(RaiseSql, [tenant.Value, at.UnixSeconds], cancel);

    private static Task<int> Put(LicensingDb db, Revoked row, CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync(
            PutSql,
            [row.Tenant.Value, (int)row.Kind, row.Id, row.IssuedBefore.UnixSeconds, row.At.UnixSeconds, row.Until.UnixSeconds],
            cancel
        );
}

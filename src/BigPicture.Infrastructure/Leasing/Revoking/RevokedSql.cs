using System.Globalization;
using BigPicture.Domain.Shared;

namespace BigPicture.Infrastructure.Leasing.Revoking;

/// <summary>What revoked rows and epochs are once they stand there already; both databases understand it.</summary>
internal static class RevokedSql
{
    /// <summary>Revoked again, an entitlement's leases are those of both times.</summary>
    public const string PutAgain =
        "ON CONFLICT (tenant_id, kind, entry_id) DO UPDATE SET revoked_at = excluded.revoked_at, "
        + "issued_before = CASE WHEN excluded.issued_before > lease_revoked.issued_before THEN excluded.issued_before "
        + "ELSE lease_revoked.issued_before END, "
        + "until_at = CASE WHEN excluded.until_at > lease_revoked.until_at THEN excluded.until_at ELSE lease_revoked.until_at END";

    public const string RaiseAgain = "ON CONFLICT (tenant_id) DO UPDATE SET epoch = lease_epoch.epoch + 1, " + LaterRaise;

    private const string LaterRaise =
        "raised_at = CASE WHEN excluded.raised_at > lease_epoch.raised_at THEN excluded.raised_at ELSE lease_epoch.raised_at END";

    /// <summary>
    /// Lets the epochs of all tenants grow past the clock: a database that was put back to an earlier state, by whatever means, would else tell
    /// an epoch for the second time.
    /// </summary>
    public static string RaiseAll(Instant now) => RaiseAll(now.UnixSeconds.ToString(CultureInfo.InvariantCulture));

    /// <param name="now">What the database reads as seconds.</param>
    public static string RaiseAll(string now) =>
        $"INSERT INTO lease_epoch (tenant_id, epoch, raised_at) VALUES ('{TenantId.Vendor.Value}', CAST({now} AS bigint) * 1000, {now}) "
        + "ON CONFLICT (tenant_id) DO UPDATE SET "
        + "epoch = CASE WHEN excluded.epoch > lease_epoch.epoch THEN excluded.epoch ELSE lease_epoch.epoch + 1 END, "
        + LaterRaise;
}

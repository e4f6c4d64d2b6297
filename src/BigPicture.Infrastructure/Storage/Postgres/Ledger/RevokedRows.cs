using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing.Revoking;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

/// <summary>What a batch revoked, and the epochs of its tenants: only in batches that revoke. An act on a lease, so each stands there once.</summary>
internal static class RevokedRows
{
    private const string Put =
        "INSERT INTO lease_revoked (tenant_id, kind, entry_id, issued_before, revoked_at, until_at) "
        + "SELECT * FROM unnest($1, $2, $3, $4, $5, $6) "
        + RevokedSql.PutAgain;

    private const string Raise =
        "INSERT INTO lease_epoch (tenant_id, epoch, raised_at) SELECT u.tenant_id, 1, u.at FROM unnest($1, $2) AS u(tenant_id, at) "
        + "ORDER BY u.tenant_id COLLATE \"C\" "
        + RevokedSql.RaiseAgain;

    public static IEnumerable<NpgsqlBatchCommand> Write(IReadOnlyCollection<Revoked> revoked)
    {
        yield return new NpgsqlBatchCommand(Put)
            .Column(revoked, row => row.Tenant.Value)
            .Column(revoked, row => (int)row.Kind)
            .Column(revoked, row => row.Id)
            .Column(revoked, row => row.IssuedBefore.UnixSeconds)
            .Column(revoked, row => row.At.UnixSeconds)
            .Column(revoked, row => row.Until.UnixSeconds);
        var tenants = revoked.GroupBy(row => row.Tenant).ToList();
        yield return new NpgsqlBatchCommand(Raise)
            .Column(tenants, rows => rows.Key.Value)
            .Column(tenants, rows => rows.Max(row => row.At.UnixSeconds));
    }
}

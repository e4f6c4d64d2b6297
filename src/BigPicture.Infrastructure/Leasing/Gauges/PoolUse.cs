using BigPicture.Application.Contracts;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing.Gauges;

/// <summary>Seats taken and seats there are, summed: one figure a product and license type, however many tenants and entitlements.</summary>
/// <param name="policy">How this database reads a member of a policy as text, with <c>{0}</c> for its name.</param>
internal sealed class PoolUse(LicensingDb db, ILedgerTime time, string policy) : IGauge
{
    private static readonly GaugeName Used = new("bigpicture.pool.used", "{seat}", "Seats taken, by product and license type.");

    private static readonly GaugeName Limit = new(
        "bigpicture.pool.limit",
        "{seat}",
        "Seats of all entitlements that are in force, overdraft included, by product and license type."
    );

    public IReadOnlyList<GaugeName> Names => [Used, Limit];

    public async Task<IReadOnlyList<GaugeReading>> Read(CancellationToken cancel)
    {
        var rows = await db.Database.SqlQueryRaw<Row>(Sql(), time.Now.UnixSeconds).ToListAsync(cancel);
        return [.. rows.SelectMany(Readings)];
    }

    /// <summary>
    /// Of all tenants; from the entitlements to their pools by key, so that a million pools of single users cost nothing. The limit is the
    /// policy's: a pool of which nothing is taken has no row.
    /// </summary>
    private string Sql()
    {
        var (type, seats, overdraft) = (Member("type"), $"CAST({Member("max_seats")} AS bigint)", Member("overdraft_seats"));
        return $"SELECT e.product_id AS product, {type} AS license_type, CAST(SUM(COALESCE(p.taken, 0)) AS bigint) AS used, CAST(SUM(CASE WHEN "
            + "e.revoked_at IS NULL AND e.suspended_at IS NULL AND e.starts_at <= {0} AND (e.ends_at IS NULL OR e.ends_at > {0} OR e.auto_renew) "
            + $"THEN {seats} + COALESCE(CAST({overdraft} AS bigint), 0) ELSE 0 END) AS bigint) AS seats "
            + "FROM ent_entitlement e LEFT JOIN lease_pool p "
            + "ON p.tenant_id = e.tenant_id AND p.entitlement_id = e.entitlement_id AND p.name = 'seats' "
            + $"WHERE {Member("max_seats")} IS NOT NULL GROUP BY e.product_id, {type}";
    }

    private string Member(string name) => policy.Replace("{0}", name, StringComparison.Ordinal);

    private static IEnumerable<GaugeReading> Readings(Row row)
    {
        KeyValuePair<string, object?>[] tags = [new("product", row.Product), new("license_type", row.LicenseType)];
        yield return new GaugeReading(Used, row.Used, tags);
        yield return new GaugeReading(Limit, row.Seats, tags);
    }

    private sealed record Row(string Product, string LicenseType, long Used, long Seats);
}

using System.Globalization;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;

namespace BigPicture.Testing.Databases;

/// <summary>
/// Leases by the hundred thousand for SQLite, in a few statements: for tests of what does not grow with their number. They look as the ledger
/// would have left them, each on a seat of its own while it lives; their book must exist.
/// </summary>
/// <param name="Tenant">The book's tenant.</param>
/// <param name="Entitlement">The book.</param>
/// <param name="Count">How many.</param>
public sealed record LeaseFill(TenantId Tenant, EntitlementId Entitlement, int Count)
{
    private const int SecondsLong = 3_600;

    /// <summary>The number of the first one; fills of one book must not overlap.</summary>
    public int First { get; init; } = 1;

    /// <summary>When the first one was issued.</summary>
    public Instant IssuedAt { get; init; }

    /// <summary>The seconds between one and the next.</summary>
    public int SecondsApart { get; init; }

    /// <summary>How long each one lasts; it is renewed until then.</summary>
    public long Seconds { get; init; } = SecondsLong;

    /// <summary>Live: due or not, as its end says.</summary>
    public LeaseState State { get; init; }

    /// <summary>The pool's limit.</summary>
    public long Limit { get; init; } = 10_000_000;

    /// <summary>Also what the feed would tell of each: that it was issued and, where it has ended, how.</summary>
    public bool WithEvents { get; init; }

    /// <summary>Everything in one script.</summary>
    public string ToSql() => string.Join(";\n", Statements());

    private string Id =>
        $"unhex(printf('%012x7{Entitlement.Value.ToString("N")[^3..]}8%015x', ({IssuedAt.UnixSeconds}+n*{SecondsApart})*1000, {First}+n))";

    private string Book => $"x'{Convert.ToHexString(Entitlement.Value.ToByteArray(bigEndian: true))}'";

    private string Numbers =>
        string.Create(CultureInfo.InvariantCulture, $"WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n+1 FROM i WHERE n+1<{Count})");

    private string Issued => $"{IssuedAt.UnixSeconds}+n*{SecondsApart}";

    private string Ends => $"{Issued}+{Seconds}";

    private IEnumerable<string> Statements()
    {
        var (tenant, live) = ($"'{Tenant}'", State == LeaseState.Live);
        if (live)
        {
            yield return $"INSERT INTO lease_pool (tenant_id, entitlement_id, name, seat_limit, taken, ceiling) "
                + $"VALUES ({tenant}, {Book}, 'seats', {Limit}, {Count}, max({Limit}, {Count})) ON CONFLICT DO UPDATE SET "
                + $"seat_limit = {Limit}, taken = taken + {Count}, ceiling = max({Limit}, taken + {Count})";
            yield return $"INSERT INTO lease_seat (tenant_id, entitlement_id, pool, holder, leases, held_until, free_at) "
                + $"{Numbers} SELECT {tenant}, {Book}, 'seats', 'user:u' || ({First}+n), 1, 0, {Ends} FROM i";
        }
        yield return "INSERT INTO lease_lease (tenant_id, lease_id, lease_key, entitlement_id, product_id, license_type, subject_kind, subject_id, "
            + "machine_id, session_id, features, asked_seconds, overdraft, bind_machine, usage_signals, generation, created_at, issued_at, "
            + "expires_at, grace_until, renew_after, ends_at, signed_until, key_id, state, ended_at, end_reason) "
            + $"{Numbers} SELECT {tenant}, {Id}, {Id}, {Book}, 'cad-pro', 'concurrent', 0, 'u' || ({First}+n), NULL, 's' || n, '[]', NULL, 0, 0, 0, "
            + $"1, {Issued}, {Issued}, {Ends}, NULL, {Issued}+{Seconds}/2, {Ends}, {Ends}, "
            + $"'k4.pid.yh4-bJYjOYAG6CWy0zsfPmpKylxS7uAWrxqVmBN2KAiJ', {(int)State}, {(live ? "NULL" : Ends)}, NULL FROM i";
        if (live)
            yield return $"INSERT INTO lease_claim (tenant_id, lease_id, entitlement_id, pool, holder) "
                + $"{Numbers} SELECT {tenant}, {Id}, {Book}, 'seats', 'user:u' || ({First}+n) FROM i";
        if (WithEvents)
            yield return Events(tenant, "license.issued", Issued);
        if (WithEvents && !live)
            yield return Events(tenant, State == LeaseState.Released ? "license.released" : "license.expired", Ends);
    }

    private string Events(string tenant, string name, string at) =>
        "INSERT INTO tel_event (event_id, tenant_id, name, subject, at, data) "
        + $"{Numbers} SELECT {Id}, {tenant}, '{name}', 'lease_01kf0000000000000000000000', {at}, CAST('{{\"lease_id\":\"lease_01kf0000000000000000000000\","
        + "\"entitlement_id\":\"ent_01kf0000000000000000000000\",\"product_id\":\"cad-pro\",\"license_type\":\"concurrent\",\"subject_type\":\"user\","
        + "\"subject_id\":\"u' || n || '\",\"session_id\":\"s' || n || '\",\"features\":[],\"generation\":1,\"issued_at\":\"2026-01-15T10:00:00Z\","
        + "\"expires_at\":\"2026-01-15T11:00:00Z\"}' AS BLOB) FROM i";
}

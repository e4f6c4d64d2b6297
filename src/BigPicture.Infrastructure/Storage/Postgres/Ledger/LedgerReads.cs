namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

/// <summary>What the ledger reads. Each names its tenants first; times compare with the one clock of the transaction.</summary>
internal static class LedgerReads
{
    public const string NameTenants = $"SELECT set_config('{TenantReach.Setting}', $1, true)";

    /// <summary>The only lock. In id order, everywhere, so that no two writers wait for each other.</summary>
    public const string LockBooks =
        "SELECT b.tenant_id, b.entitlement_id, b.version, b.hold_revoked_seats, b.revoked_before, b.revoke_reason, b.sweep_pending, b.last_at, "
        + "b.last_issued_at "
        + "FROM unnest($1, $2) AS u(tenant_id, entitlement_id) "
        + "JOIN lease_book b ON b.tenant_id = u.tenant_id AND b.entitlement_id = u.entitlement_id "
        + "ORDER BY b.entitlement_id, b.tenant_id FOR UPDATE OF b";

    /// <summary>After the lock: the clock of this transaction, which its other statements compare with.</summary>
    public const string ReadClock =
        $"SELECT set_config('bigpicture.now', ({PostgresClock.Function})::text, true){PostgresClock.WithFraction}";

    private const string Now = "current_setting('bigpicture.now')::bigint";

    /// <summary>Leases as rows of <c>l</c>, each with its claims, their seats and pools: one row a claim.</summary>
    private const string WithSeats =
        "LEFT JOIN lease_claim c ON c.tenant_id = l.tenant_id AND c.lease_id = l.lease_id "
        + "LEFT JOIN lease_seat s ON s.tenant_id = c.tenant_id AND s.entitlement_id = c.entitlement_id AND s.pool = c.pool AND s.holder = c.holder "
        + "LEFT JOIN lease_pool p ON p.tenant_id = c.tenant_id AND p.entitlement_id = c.entitlement_id AND p.name = c.pool";

    private const string LeaseColumns =
        "l.tenant_id, l.lease_id, l.lease_key, l.entitlement_id, l.product_id, l.license_type, l.subject_kind, l.subject_id, l.machine_id, "
        + "l.session_id, l.features, l.asked_seconds, l.overdraft, l.bind_machine, l.usage_signals, l.generation, l.created_at, l.issued_at, "
        + "l.expires_at, l.grace_until, l.renew_after, l.ends_at, l.signed_until, l.key_id, l.state, l.ended_at, l.end_reason, "
        + "c.pool, c.holder, s.leases, s.held_until, s.free_at, p.seat_limit, p.taken, p.ceiling";

    public const string LeasesById =
        $"SELECT {LeaseColumns} FROM unnest($1, $2) AS u(tenant_id, lease_id) "
        + $"JOIN lease_lease l ON l.tenant_id = u.tenant_id AND l.lease_id = u.lease_id {WithSeats}";

    public const string LeasesByKey =
        $"SELECT {LeaseColumns} FROM unnest($1, $2) AS u(tenant_id, lease_key) "
        + $"JOIN lease_lease l ON l.tenant_id = u.tenant_id AND l.lease_key = u.lease_key AND l.state = 0 {WithSeats}";

    public const string LeasesOnSeats =
        $"SELECT {LeaseColumns} FROM unnest($1, $2, $3, $4) AS u(tenant_id, entitlement_id, pool, holder) "
        + "JOIN lease_claim k ON k.tenant_id = u.tenant_id AND k.entitlement_id = u.entitlement_id AND k.pool = u.pool AND k.holder = u.holder "
        + $"JOIN lease_lease l ON l.tenant_id = k.tenant_id AND l.lease_id = k.lease_id {WithSeats}";

    public const string RevokedLeases =
        $"SELECT {LeaseColumns} FROM (SELECT * FROM lease_lease r WHERE r.tenant_id = $1 AND r.entitlement_id = $2 AND r.state = 0 "
        + "AND r.lease_id > $3 AND r.issued_at < $4 ORDER BY r.lease_id LIMIT $5) l "
        + $"{WithSeats} ORDER BY l.lease_id";

    /// <summary>Seats and pools that acts claim, whether or not they are there.</summary>
    public const string Seats =
        "SELECT u.tenant_id, u.entitlement_id, u.pool, u.holder, s.leases, s.held_until, s.free_at, p.seat_limit, p.taken, p.ceiling "
        + "FROM unnest($1, $2, $3, $4) AS u(tenant_id, entitlement_id, pool, holder) "
        + "LEFT JOIN lease_seat s ON s.tenant_id = u.tenant_id AND s.entitlement_id = u.entitlement_id AND s.pool = u.pool AND s.holder = u.holder "
        + "LEFT JOIN lease_pool p ON p.tenant_id = u.tenant_id AND p.entitlement_id = u.entitlement_id AND p.name = u.pool";

    /// <summary>Whether a subject is blocked, and how many of its leases are in force, counted up to a bound.</summary>
    public const string Subjects =
        "SELECT u.tenant_id, u.entitlement_id, u.subject_kind, u.subject_id, k.until_at, (SELECT count(*) FROM (SELECT 1 FROM lease_lease l "
        + "WHERE l.tenant_id = u.tenant_id AND l.entitlement_id = u.entitlement_id AND l.subject_id = u.subject_id AND l.state = 0 "
        + $"AND l.subject_kind = u.subject_kind AND l.ends_at > GREATEST({Now}, b.last_at) AND l.issued_at >= b.revoked_before LIMIT $5) live) "
        + "FROM unnest($1, $2, $3, $4) AS u(tenant_id, entitlement_id, subject_kind, subject_id) "
        + "JOIN lease_book b ON b.tenant_id = u.tenant_id AND b.entitlement_id = u.entitlement_id "
        + "LEFT JOIN lease_block k ON k.tenant_id = u.tenant_id AND k.entitlement_id = u.entitlement_id "
        + "AND k.subject_kind = u.subject_kind AND k.subject_id = u.subject_id";

    public const string EndsOnSeats =
        "SELECT u.place, l.lease_id, l.ends_at "
        + "FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS u(tenant_id, entitlement_id, pool, holder, place) "
        + "JOIN lease_claim c ON c.tenant_id = u.tenant_id AND c.entitlement_id = u.entitlement_id AND c.pool = u.pool AND c.holder = u.holder "
        + "JOIN lease_lease l ON l.tenant_id = c.tenant_id AND l.lease_id = c.lease_id";

    public const string DueSeats =
        "SELECT holder, free_at FROM lease_seat WHERE tenant_id = $1 AND entitlement_id = $2 AND pool = $3 AND free_at <= $4 "
        + "AND (free_at, holder) > ($5, $6) ORDER BY free_at, holder LIMIT $7";

    public const string SoonestSeats =
        "SELECT holder, free_at FROM lease_seat WHERE tenant_id = $1 AND entitlement_id = $2 AND pool = $3 AND free_at IS NOT NULL "
        + "ORDER BY free_at LIMIT $4";
}

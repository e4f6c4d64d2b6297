using BigPicture.Infrastructure.Leasing.Revoking;

namespace BigPicture.Infrastructure.Storage.Sqlite.Ledger;

/// <summary>Every statement of the ledger on SQLite. Each names its tenant first.</summary>
internal static class LedgerSql
{
    private const string LeaseColumns =
        "l.tenant_id, l.lease_id, l.lease_key, l.entitlement_id, l.product_id, l.license_type, l.subject_kind, l.subject_id, "
        + "l.machine_id, l.session_id, l.features, l.asked_seconds, l.overdraft, l.bind_machine, l.usage_signals, l.generation, "
        + "l.created_at, l.issued_at, l.expires_at, l.grace_until, l.renew_after, l.ends_at, l.signed_until, l.key_id, l.state, "
        + "l.ended_at, l.end_reason";

    public const string Book =
        "SELECT tenant_id, version, hold_revoked_seats, revoked_before, revoke_reason, sweep_pending, last_at, last_issued_at "
        + "FROM lease_book WHERE tenant_id = ? AND entitlement_id = ?";

    public const string LeaseById = $"SELECT {LeaseColumns} FROM lease_lease l WHERE l.tenant_id = ? AND l.lease_id = ?";

    public const string LeaseByKey = $"SELECT {LeaseColumns} FROM lease_lease l WHERE l.tenant_id = ? AND l.lease_key = ? AND l.state = 0";

    public const string LeasesOnSeat =
        $"SELECT {LeaseColumns} FROM lease_claim c JOIN lease_lease l ON l.tenant_id = c.tenant_id AND l.lease_id = c.lease_id "
        + "WHERE c.tenant_id = ? AND c.entitlement_id = ? AND c.pool = ? AND c.holder = ?";

    public const string EndsOnSeat =
        "SELECT l.lease_id, l.ends_at FROM lease_claim c JOIN lease_lease l ON l.tenant_id = c.tenant_id AND l.lease_id = c.lease_id "
        + "WHERE c.tenant_id = ? AND c.entitlement_id = ? AND c.pool = ? AND c.holder = ?";

    public const string RevokedLeases =
        $"SELECT {LeaseColumns} FROM lease_lease l WHERE l.tenant_id = ? AND l.entitlement_id = ? AND l.state = 0 "
        + "AND l.lease_id > ? AND l.issued_at < ? ORDER BY l.lease_id LIMIT ?";

    public const string Claims = "SELECT pool, holder FROM lease_claim WHERE tenant_id = ? AND lease_id = ?";

    public const string Seat =
        "SELECT leases, held_until, free_at FROM lease_seat WHERE tenant_id = ? AND entitlement_id = ? AND pool = ? AND holder = ?";

    public const string DueSeats =
        "SELECT holder, free_at FROM lease_seat WHERE tenant_id = ? AND entitlement_id = ? AND pool = ? AND free_at <= ? "
        + "AND (free_at, holder) > (?, ?) ORDER BY free_at, holder LIMIT ?";

    public const string SoonestSeats =
        "SELECT holder, free_at FROM lease_seat WHERE tenant_id = ? AND entitlement_id = ? AND pool = ? ORDER BY free_at LIMIT ?";

    public const string Pool = "SELECT seat_limit, taken, ceiling FROM lease_pool WHERE tenant_id = ? AND entitlement_id = ? AND name = ?";

    public const string Block =
        "SELECT until_at FROM lease_block WHERE tenant_id = ? AND entitlement_id = ? AND subject_kind = ? AND subject_id = ?";

    public const string LiveCount =
        "SELECT count(*) FROM (SELECT 1 FROM lease_lease "
        + "WHERE tenant_id = ? AND entitlement_id = ? AND subject_id = ? AND state = 0 "
        + "AND subject_kind = ? AND ends_at > ? AND issued_at >= ? LIMIT ?)";

    public const string DeleteClaims = "DELETE FROM lease_claim WHERE tenant_id = ? AND lease_id = ?";

    public const string DeleteSeat = "DELETE FROM lease_seat WHERE tenant_id = ? AND entitlement_id = ? AND pool = ? AND holder = ?";

    public const string PutPool =
        "INSERT INTO lease_pool (tenant_id, entitlement_id, name, seat_limit, taken, ceiling) VALUES (?, ?, ?, ?, ?, ?) "
        + "ON CONFLICT (tenant_id, entitlement_id, name) "
        + "DO UPDATE SET seat_limit = excluded.seat_limit, taken = excluded.taken, ceiling = excluded.ceiling";

    public const string PutSeat =
        "INSERT INTO lease_seat (tenant_id, entitlement_id, pool, holder, leases, held_until, free_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
        + "ON CONFLICT (tenant_id, entitlement_id, pool, holder) "
        + "DO UPDATE SET leases = excluded.leases, held_until = excluded.held_until, free_at = excluded.free_at";

    public const string InsertLease =
        "INSERT INTO lease_lease (tenant_id, lease_id, lease_key, entitlement_id, product_id, license_type, subject_kind, subject_id, "
        + "machine_id, session_id, features, asked_seconds, overdraft, bind_machine, usage_signals, generation, created_at, issued_at, "
        + "expires_at, grace_until, renew_after, ends_at, signed_until, key_id, state, ended_at, end_reason) "
        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /// <summary>What an act can change of a lease; who holds it, and with which features, stays.</summary>
    public const string UpdateLease =
        "UPDATE lease_lease SET license_type = ?, asked_seconds = ?, bind_machine = ?, usage_signals = ?, generation = ?, issued_at = ?, "
        + "expires_at = ?, grace_until = ?, renew_after = ?, ends_at = ?, signed_until = ?, key_id = ?, state = ?, ended_at = ?, "
        + "end_reason = ? WHERE tenant_id = ? AND lease_id = ?";

    public const string InsertClaim = "INSERT INTO lease_claim (tenant_id, lease_id, entitlement_id, pool, holder) VALUES (?, ?, ?, ?, ?)";

    public const string PutBlock =
        "INSERT INTO lease_block (tenant_id, entitlement_id, subject_kind, subject_id, until_at) VALUES (?, ?, ?, ?, ?) "
        + "ON CONFLICT (tenant_id, entitlement_id, subject_kind, subject_id) DO UPDATE SET until_at = excluded.until_at";

    public const string UpdateBook =
        "UPDATE lease_book SET last_at = ?, last_issued_at = ?, sweep_pending = ? WHERE tenant_id = ? AND entitlement_id = ?";

    public const string PutRevoked =
        "INSERT INTO lease_revoked (tenant_id, kind, entry_id, issued_before, revoked_at, until_at) VALUES (?, ?, ?, ?, ?, ?) "
        + RevokedSql.PutAgain;

    public const string RaiseEpoch = "INSERT INTO lease_epoch (tenant_id, epoch, raised_at) VALUES (?, 1, ?) " + RevokedSql.RaiseAgain;

    public const string InsertEvent = "INSERT INTO tel_event (event_id, tenant_id, name, subject, at, data) VALUES (?, ?, ?, ?, ?, ?)";

    public const string Clock = "SELECT mark, ahead_at FROM lease_clock WHERE id = 1";

    public const string PutClock =
        "INSERT INTO lease_clock (id, mark, ahead_at) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET mark = excluded.mark, "
        + "ahead_at = excluded.ahead_at WHERE mark <> excluded.mark OR ahead_at <> excluded.ahead_at";
}

namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

/// <summary>What the ledger writes: each statement once a batch, for all of its rows.</summary>
internal static class LedgerWrites
{
    public const string DeleteClaims =
        "DELETE FROM lease_claim c USING unnest($1, $2) AS u(tenant_id, lease_id) "
        + "WHERE c.tenant_id = u.tenant_id AND c.lease_id = u.lease_id";

    public const string DeleteSeats =
        "DELETE FROM lease_seat s USING unnest($1, $2, $3, $4) AS u(tenant_id, entitlement_id, pool, holder) "
        + "WHERE s.tenant_id = u.tenant_id AND s.entitlement_id = u.entitlement_id AND s.pool = u.pool AND s.holder = u.holder";

    public const string PutPools =
        "INSERT INTO lease_pool (tenant_id, entitlement_id, name, seat_limit, taken, ceiling) "
        + "SELECT * FROM unnest($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, entitlement_id, name) "
        + "DO UPDATE SET seat_limit = excluded.seat_limit, taken = excluded.taken, ceiling = excluded.ceiling";

    public const string PutSeats =
        "INSERT INTO lease_seat (tenant_id, entitlement_id, pool, holder, leases, held_until, free_at) "
        + "SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, entitlement_id, pool, holder) "
        + "DO UPDATE SET leases = excluded.leases, held_until = excluded.held_until, free_at = excluded.free_at";

    public const string InsertLeases =
        $"INSERT INTO lease_lease ({LeaseRow.Names}) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
        + "$16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)";

    /// <summary>What an act can change of a lease; who holds it, and with which features, stays.</summary>
    public const string UpdateLeases =
        "UPDATE lease_lease l SET license_type = u.license_type, asked_seconds = u.asked_seconds, bind_machine = u.bind_machine, "
        + "usage_signals = u.usage_signals, generation = u.generation, issued_at = u.issued_at, expires_at = u.expires_at, "
        + "grace_until = u.grace_until, renew_after = u.renew_after, ends_at = u.ends_at, signed_until = u.signed_until, "
        + "key_id = u.key_id, state = u.state, ended_at = u.ended_at, end_reason = u.end_reason "
        + "FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) AS u(tenant_id, lease_id, license_type, "
        + "asked_seconds, bind_machine, usage_signals, generation, issued_at, expires_at, grace_until, renew_after, ends_at, signed_until, "
        + "key_id, state, ended_at, end_reason) WHERE l.tenant_id = u.tenant_id AND l.lease_id = u.lease_id";

    public const string InsertClaims =
        "INSERT INTO lease_claim (tenant_id, lease_id, entitlement_id, pool, holder) SELECT * FROM unnest($1, $2, $3, $4, $5)";

    public const string PutBlocks =
        "INSERT INTO lease_block (tenant_id, entitlement_id, subject_kind, subject_id, until_at) SELECT * FROM unnest($1, $2, $3, $4, $5) "
        + "ON CONFLICT (tenant_id, entitlement_id, subject_kind, subject_id) DO UPDATE SET until_at = excluded.until_at";

    public const string UpdateBooks =
        "UPDATE lease_book b SET last_at = u.last_at, last_issued_at = u.last_issued_at, sweep_pending = u.sweep_pending "
        + "FROM unnest($1, $2, $3, $4, $5) AS u(tenant_id, entitlement_id, last_at, last_issued_at, sweep_pending) "
        + "WHERE b.tenant_id = u.tenant_id AND b.entitlement_id = u.entitlement_id";
}

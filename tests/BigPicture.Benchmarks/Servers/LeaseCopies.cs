namespace BigPicture.Benchmarks.Servers;

/// <summary>
/// A million leases in a pool of the cloud server, in seconds: copies of one that the server gave. <see cref="Filling"/> does it for the local
/// one.
/// </summary>
internal static class LeaseCopies
{
    private const string Holder = "'copy-' || i";

    // Of version 7 like every id, so that they lie together, before those that are given later.
    private const string Id = "('00000000-0001-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid";

    /// <param name="entitlement">The pool's, with one live lease in it.</param>
    /// <param name="count">Copies, each on a seat of its own.</param>
    public static string Of(Guid entitlement, int count)
    {
        var each = $"FROM lease_lease l, generate_series(1, {count}) i";
        var one = $"WHERE l.entitlement_id = '{entitlement}' AND l.state = 0";
        // The leases last: from then on there is more than one to copy. So nobody looks whether a claim has its lease until all is there.
        return "SET session_replication_role = replica; "
            + "INSERT INTO lease_seat (tenant_id, entitlement_id, pool, holder, leases, held_until, free_at) "
            + $"SELECT l.tenant_id, l.entitlement_id, 'seats', {Holder}, 1, 0, l.ends_at {each} {one}; "
            + "INSERT INTO lease_claim (tenant_id, lease_id, entitlement_id, pool, holder) "
            + $"SELECT l.tenant_id, {Id}, l.entitlement_id, 'seats', {Holder} {each} {one}; "
            + $"INSERT INTO lease_lease SELECT r.* {each}, LATERAL jsonb_populate_record(l, jsonb_build_object("
            + $"'lease_id', {Id}, 'lease_key', {Id}, 'session_id', {Holder})) r {one}; "
            + $"UPDATE lease_pool SET taken = taken + {count} WHERE entitlement_id = '{entitlement}'";
    }
}

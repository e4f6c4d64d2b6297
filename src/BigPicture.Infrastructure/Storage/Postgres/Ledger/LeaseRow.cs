using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using BigPicture.LicenseTypes;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

/// <summary>A lease to and from its row.</summary>
internal static class LeaseRow
{
    /// <summary>In the order in which <see cref="Read"/> takes and <see cref="Columns"/> gives them.</summary>
    public const string Names =
        "tenant_id, lease_id, lease_key, entitlement_id, product_id, license_type, subject_kind, subject_id, machine_id, session_id, features, "
        + "asked_seconds, overdraft, bind_machine, usage_signals, generation, created_at, issued_at, expires_at, grace_until, renew_after, "
        + "ends_at, signed_until, key_id, state, ended_at, end_reason";

    public const int Count = 27;

    public static Lease Read(NpgsqlDataReader row) =>
        new()
        {
            Tenant = new TenantId(row.GetString(0)),
            Id = new LeaseId(row.GetGuid(1)),
            Key = new LeaseKey(row.GetGuid(2)),
            Entitlement = new EntitlementId(row.GetGuid(3)),
            Product = new ProductId(row.GetString(4)),
            LicenseType = row.GetString(5),
            SubjectKind = (SubjectKind)row.GetInt32(6),
            SubjectId = row.GetString(7),
            MachineId = TextOrNull(row, 8),
            SessionId = TextOrNull(row, 9),
            Features = FeatureList.FromJson(row.GetString(10)),
            AskedSeconds = row.IsDBNull(11) ? null : row.GetInt32(11),
            Overdraft = row.GetBoolean(12),
            BindMachine = row.GetBoolean(13),
            UsageSignals = row.GetBoolean(14),
            Generation = row.GetInt32(15),
            CreatedAt = new Instant(row.GetInt64(16)),
            IssuedAt = new Instant(row.GetInt64(17)),
            ExpiresAt = new Instant(row.GetInt64(18)),
            GraceUntil = InstantOrNull(row, 19),
            RenewAfter = new Instant(row.GetInt64(20)),
            EndsAt = new Instant(row.GetInt64(21)),
            SignedUntil = new Instant(row.GetInt64(22)),
            KeyId = row.GetString(23),
            State = (LeaseState)row.GetInt32(24),
            EndedAt = InstantOrNull(row, 25),
            EndReason = TextOrNull(row, 26),
        };

    public static NpgsqlBatchCommand Insert(IReadOnlyCollection<Lease> leases) =>
        new NpgsqlBatchCommand(LedgerWrites.InsertLeases)
            .Column(leases, l => l.Tenant.Value)
            .Column(leases, l => l.Id.Value)
            .Column(leases, l => l.Key.Value)
            .Column(leases, l => l.Entitlement.Value)
            .Column(leases, l => l.Product.Value)
            .Column(leases, l => l.LicenseType)
            .Column(leases, l => (int)l.SubjectKind)
            .Column(leases, l => l.SubjectId)
            .Column(leases, l => l.MachineId)
            .Column(leases, l => l.SessionId)
            .Column(leases, l => FeatureList.ToJson(l.Features))
            .Column(leases, l => l.AskedSeconds)
            .Column(leases, l => l.Overdraft)
            .Column(leases, l => l.BindMachine)
            .Column(leases, l => l.UsageSignals)
            .Column(leases, l => l.Generation)
            .Column(leases, l => l.CreatedAt.UnixSeconds)
            .Column(leases, l => l.IssuedAt.UnixSeconds)
            .Column(leases, l => l.ExpiresAt.UnixSeconds)
            .Column(leases, l => l.GraceUntil?.UnixSeconds)
            .Column(leases, l => l.RenewAfter.UnixSeconds)
            .Column(leases, l => l.EndsAt.UnixSeconds)
            .Column(leases, l => l.SignedUntil.UnixSeconds)
            .Column(leases, l => l.KeyId)
            .Column(leases, l => (int)l.State)
            .Column(leases, l => l.EndedAt?.UnixSeconds)
            .Column(leases, l => l.EndReason);

    public static NpgsqlBatchCommand Update(IReadOnlyCollection<Lease> leases) =>
        new NpgsqlBatchCommand(LedgerWrites.UpdateLeases)
            .Column(leases, l => l.Tenant.Value)
            .Column(leases, l => l.Id.Value)
            .Column(leases, l => l.LicenseType)
            .Column(leases, l => l.AskedSeconds)
            .Column(leases, l => l.BindMachine)
            .Column(leases, l => l.UsageSignals)
            .Column(leases, l => l.Generation)
            .Column(leases, l => l.IssuedAt.UnixSeconds)
            .Column(leases, l => l.ExpiresAt.UnixSeconds)
            .Column(leases, l => l.GraceUntil?.UnixSeconds)
            .Column(leases, l => l.RenewAfter.UnixSeconds)
            .Column(leases, l => l.EndsAt.UnixSeconds)
            .Column(leases, l => l.SignedUntil.UnixSeconds)
            .Column(leases, l => l.KeyId)
            .Column(leases, l => (int)l.State)
            .Column(leases, l => l.EndedAt?.UnixSeconds)
            .Column(leases, l => l.EndReason);

    private static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Instant? InstantOrNull(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new Instant(row.GetInt64(column));
}

using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using BigPicture.LicenseTypes;

namespace BigPicture.Infrastructure.Storage.Sqlite.Ledger;

/// <summary>A lease to and from its row, in the column order of <see cref="LedgerSql"/>.</summary>
internal static class LeaseRow
{
    public static Lease Read(SqliteStatement row) =>
        new()
        {
            Tenant = new TenantId(row.Text(0)),
            Id = new LeaseId(row.Id(1)),
            Key = new LeaseKey(row.Id(2)),
            Entitlement = new EntitlementId(row.Id(3)),
            Product = new ProductId(row.Text(4)),
            LicenseType = row.Text(5),
            SubjectKind = (SubjectKind)row.Int(6),
            SubjectId = row.Text(7),
            MachineId = row.TextOrNull(8),
            SessionId = row.TextOrNull(9),
            Features = FeatureList.FromJson(row.Text(10)),
            AskedSeconds = row.IsNull(11) ? null : row.Int(11),
            Overdraft = row.Bool(12),
            BindMachine = row.Bool(13),
            UsageSignals = row.Bool(14),
            Generation = row.Int(15),
            CreatedAt = new Instant(row.Long(16)),
            IssuedAt = new Instant(row.Long(17)),
            ExpiresAt = new Instant(row.Long(18)),
            GraceUntil = InstantOrNull(row, 19),
            RenewAfter = new Instant(row.Long(20)),
            EndsAt = new Instant(row.Long(21)),
            SignedUntil = new Instant(row.Long(22)),
            KeyId = row.Text(23),
            State = (LeaseState)row.Int(24),
            EndedAt = InstantOrNull(row, 25),
            EndReason = row.TextOrNull(26),
        };

    public static void Insert(SqliteStatement insert, Lease lease) =>
        insert
            .With(lease.Tenant.Value)
            .With(lease.Id.Value)
            .With(lease.Key.Value)
            .With(lease.Entitlement.Value)
            .With(lease.Product.Value)
            .With(lease.LicenseType)
            .With((long)lease.SubjectKind)
            .With(lease.SubjectId)
            .With(lease.MachineId)
            .With(lease.SessionId)
            .With(FeatureList.ToJson(lease.Features))
            .With((long?)lease.AskedSeconds)
            .With(lease.Overdraft)
            .With(lease.BindMachine)
            .With(lease.UsageSignals)
            .With(lease.Generation)
            .With(lease.CreatedAt.UnixSeconds)
            .With(lease.IssuedAt.UnixSeconds)
            .With(lease.ExpiresAt.UnixSeconds)
            .With(lease.GraceUntil?.UnixSeconds)
            .With(lease.RenewAfter.UnixSeconds)
            .With(lease.EndsAt.UnixSeconds)
            .With(lease.SignedUntil.UnixSeconds)
            .With(lease.KeyId)
            .With((long)lease.State)
            .With(lease.EndedAt?.UnixSeconds)
            .With(lease.EndReason)
            .Run();

    public static void Update(SqliteStatement update, Lease lease) =>
        update
            .With(lease.LicenseType)
            .With((long?)lease.AskedSeconds)
            .With(lease.BindMachine)
            .With(lease.UsageSignals)
            .With(lease.Generation)
            .With(lease.IssuedAt.UnixSeconds)
            .With(lease.ExpiresAt.UnixSeconds)
            .With(lease.GraceUntil?.UnixSeconds)
            .With(lease.RenewAfter.UnixSeconds)
            .With(lease.EndsAt.UnixSeconds)
            .With(lease.SignedUntil.UnixSeconds)
            .With(lease.KeyId)
            .With((long)lease.State)
            .With(lease.EndedAt?.UnixSeconds)
            .With(lease.EndReason)
            .With(lease.Tenant.Value)
            .With(lease.Id.Value)
            .Run();

    private static Instant? InstantOrNull(SqliteStatement row, int column) => row.IsNull(column) ? null : new Instant(row.Long(column));
}

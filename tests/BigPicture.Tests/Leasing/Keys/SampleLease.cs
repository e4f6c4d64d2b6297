using System.Collections.Immutable;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.LicenseTypes;
using BigPicture.Tests.Protocol.Tokens;

namespace BigPicture.Tests.Leasing.Keys;

/// <summary>A row to start from, the same in every run.</summary>
internal static class SampleLease
{
    public static Lease Under(KeyRing keys)
    {
        var entitlement = new EntitlementId(new Guid("019bc0f4-0000-7000-8000-0123456789aa"));
        var now = Instant.From(Samples.Now);
        return new Lease
        {
            Tenant = new TenantId("acme"),
            Id = new LeaseId(new Guid("019bc0f4-0000-7000-8000-0123456789ab")),
            Key = LeaseKey.Of(entitlement, new Subject(SubjectKind.User, "alice"), "m-1", "s-1"),
            Entitlement = entitlement,
            Product = new ProductId("cad-pro"),
            LicenseType = "concurrent",
            SubjectKind = SubjectKind.User,
            SubjectId = "alice",
            MachineId = "m-1",
            SessionId = "s-1",
            Features = ImmutableArray.Create("export"),
            CreatedAt = now,
            IssuedAt = now,
            ExpiresAt = now + 3600,
            GraceUntil = now + 4000,
            RenewAfter = now + 2000,
            EndsAt = now + 4000,
            KeyId = keys.Current.KeyId,
        };
    }
}

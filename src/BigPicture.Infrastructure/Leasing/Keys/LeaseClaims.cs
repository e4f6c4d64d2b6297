using BigPicture.Domain.Leasing;
using BigPicture.LicenseTypes;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>A lease's row as the claims of its token: nothing but the row and the server's name enters, so a repeat is byte-identical.</summary>
internal static class LeaseClaims
{
    public static LeaseTokenClaims Of(Lease lease, string issuer) =>
        new()
        {
            Issuer = issuer,
            Subject =
                lease.SubjectKind == SubjectKind.User
                    ? LeaseSubject.User(lease.SubjectId)
                    : LeaseSubject.Machine(lease.SubjectId, lease.BindMachine),
            Audience = lease.Product.Value,
            LeaseId = lease.Id.ToString(),
            IssuedAt = lease.IssuedAt.ToDateTimeOffset(),
            NotBefore = lease.IssuedAt.ToDateTimeOffset(),
            ExpiresAt = lease.ExpiresAt.ToDateTimeOffset(),
            Tenant = lease.Tenant.Value,
            Entitlement = lease.Entitlement.ToString(),
            LicenseType = lease.LicenseType,
            Features = lease.Features,
            Generation = lease.Generation,
            RenewAfter = lease.RenewAfter.ToDateTimeOffset(),
            GraceUntil = lease.GraceUntil?.ToDateTimeOffset(),
            Session = lease.SessionId,
            BindMachine = lease.BindMachine,
            UsageSignals = lease.UsageSignals,
            Overdraft = lease.Overdraft,
        };

    /// <summary>The machine that a bound token is bound to: the one named beside a user, or the subject itself.</summary>
    public static string? MachineOf(Lease lease) => lease.MachineId ?? (lease.SubjectKind == SubjectKind.Machine ? lease.SubjectId : null);
}

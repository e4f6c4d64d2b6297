using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Application.Leasing;

/// <summary>Asks an entitlement whether a lease that lives may go on, with the features that it carries.</summary>
internal static class HeldLease
{
    public static Outcome<Grant> Evaluate(IEntitlementView view, Lease lease, Instant now)
    {
        var request = new LeaseRequest
        {
            SubjectKind = lease.SubjectKind,
            SubjectId = lease.SubjectId,
            MachineId = lease.MachineId,
            SessionId = lease.SessionId,
            LeaseKey = lease.Key.ToString(),
        };
        var grant = view.EvaluateRenewal(new LeaseAsk(request, lease.AskedSeconds, lease.Features), now);
        return grant.IsDenied(out var denial) ? denial with { Entitlement = view.Id } : grant;
    }
}

using System.Collections.Immutable;
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

    /// <summary>The same, and whether it takes what was reported of its features.</summary>
    /// <param name="field">The list's name on the wire.</param>
    public static Outcome<Grant> EvaluateUsage(
        IEntitlementView view,
        Lease lease,
        ImmutableArray<FeatureUse> uses,
        string field,
        Instant now
    )
    {
        var grant = Evaluate(view, lease, now);
        if (uses.IsDefaultOrEmpty || grant.IsDenied(out _))
            return grant;
        if (!grant.Value.UsageSignals)
            return new Denial(DenialCode.Forbidden, $"{view.Id} takes no usage signals: its policy does not set usage_signals.")
            {
                Entitlement = view.Id,
            };
        return FeatureReport.Refuse(lease, uses, field, now) is { } refused ? refused : grant;
    }
}

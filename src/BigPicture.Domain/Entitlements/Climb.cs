using System.Collections.Immutable;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Domain.Entitlements;

/// <summary>One request on its way up the ladder. Each method answers one rung: null to pass, or why not and what to do.</summary>
internal sealed class Climb(Entitlement entitlement, LicenseType? type, LeaseAsk ask, Instant now, Instant? blockedUntil)
{
    private readonly ImmutableArray<string> features = Resolve(entitlement.Policy, ask.Features);
    private ImmutableArray<Claim> claims = [];

    public Entitlement Entitlement => entitlement;

    private Policy Policy => entitlement.Policy;

    private LeaseRequest Request => field ??= ask.Request with { Features = features };

    public Denial? RefuseInactive() =>
        entitlement.StatusAt(now) switch
        {
            EntitlementStatus.Revoked => new Denial(
                DenialCode.EntitlementRevoked,
                $"Entitlement {entitlement.Id} was revoked at {entitlement.RevokedAt}; that is final. Ask the vendor for a new one."
            ),
            EntitlementStatus.Suspended => new Denial(
                DenialCode.EntitlementSuspended,
                $"Entitlement {entitlement.Id} has been suspended since {entitlement.SuspendedAt}. Try again once the vendor has reinstated it."
            ),
            EntitlementStatus.Expired => new Denial(
                DenialCode.EntitlementExpired,
                $"Entitlement {entitlement.Id} ended at {entitlement.EndsAt}. Ask the vendor to extend it."
            ),
            EntitlementStatus.Scheduled => new Denial(
                DenialCode.EntitlementNotStarted,
                $"Entitlement {entitlement.Id} starts at {entitlement.StartsAt}. Try again then."
            ),
            _ => null,
        };

    public Denial? RefuseSubject()
    {
        if (Policy.BindMachine && ask.Request.Machine is null)
        {
            return new Denial(
                DenialCode.SubjectMismatch,
                "This entitlement binds each lease to a machine: send the machine's id as machine_id."
            );
        }
        return LicenseTypeCall.RefuseSubject(type, Policy, Request);
    }

    public Denial? RefuseBlocked() =>
        blockedUntil > now
            ? new Denial(
                DenialCode.SubjectBlocked,
                $"Subject {new Subject(ask.Request.SubjectKind, ask.Request.SubjectId)} may not activate on entitlement {entitlement.Id} "
                    + $"until {blockedUntil}: a lease of it was revoked. Try again then, or ask the vendor."
            )
            : null;

    public Denial? RefuseFeatures()
    {
        if (ask.Features?.FirstOrDefault(feature => !Policy.HasFeature(feature)) is not { } missing)
            return null;
        return new Denial(
            DenialCode.FeatureNotEntitled,
            $"Feature '{missing}' is not part of entitlement {entitlement.Id}. Leave it out, or ask the vendor to add it."
        );
    }

    public Denial? RefuseByType()
    {
        var decision = LicenseTypeCall.Decide(type, Policy, Request);
        if (decision.IsDenied(out var denial))
            return denial;

        claims = WithFeaturePools(decision.Value);
        return null;
    }

    public Grant ToGrant(ImmutableArray<RuleResult> trace) =>
        new()
        {
            Entitlement = entitlement.Id,
            Version = entitlement.Version,
            Product = entitlement.Product,
            LicenseType = Policy.LicenseType,
            Claims = claims,
            Features = features,
            LeaseSeconds = Math.Min(ask.DurationSeconds ?? Policy.LeaseSeconds, Policy.LeaseSecondsMax),
            DurationCut = ask.DurationSeconds > Policy.LeaseSecondsMax,
            GraceSeconds = Policy.GraceSeconds,
            NotBefore = entitlement.StartsAt,
            NotAfter = entitlement.EffectiveEnd(now),
            BindMachine = Policy.BindMachine,
            UsageSignals = Policy.UsageSignals,
            Trace = trace,
        };

    /// <summary>In the policy's order, so that equal requests carry equal lists.</summary>
    private static ImmutableArray<string> Resolve(Policy policy, IReadOnlyList<string>? asked) =>
        asked is null ? policy.FeaturesWithoutSeats
        : asked.Count == 0 ? []
        : [.. policy.Features.Where(asked.ToHashSet(StringComparer.Ordinal).Contains)];

    /// <summary>Who shares a seat shares the seats of features too; where no seat is counted, each lease takes its own.</summary>
    private ImmutableArray<Claim> WithFeaturePools(SeatClaim[] decided)
    {
        var result = ImmutableArray.CreateBuilder<Claim>(decided.Length);
        string? holder = null;
        foreach (var claim in decided)
        {
            var isSeat = claim.Pool == SeatClaim.Seats;
            if (isSeat)
                holder ??= claim.Holder;
            result.Add(new Claim(claim.Pool, claim.Holder, claim.Limit, isSeat ? Policy.OverdraftSeats : 0));
        }
        foreach (var feature in features)
        {
            if (Policy.FeatureSeats.TryGetValue(feature, out var seats))
                result.Add(new Claim(Policy.FeaturePool(feature), holder ?? ask.Request.LeaseKey, seats));
        }
        return result.DrainToImmutable();
    }
}

using System.Collections.Immutable;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Domain.Entitlements;

/// <summary>
/// Whether an entitlement allows a lease, and on which seats it would stand. Pure: takes nothing, reads no clock, and its answer
/// holds only for the version and the dates that the grant names.
/// </summary>
public static class EntitlementEvaluator
{
    private static readonly ImmutableArray<Rung> Ladder =
    [
        new(Rule.EntitlementActive, climb => climb.RefuseInactive()),
        new(Rule.Subject, climb => climb.RefuseSubject()),
        new(Rule.Blocked, climb => climb.RefuseBlocked()),
        new(Rule.Features, climb => climb.RefuseFeatures()),
        new(Rule.LicenseType, climb => climb.RefuseByType()),
    ];

    // A block keeps a subject from activating again; the lease that it still has was not revoked and may go on.
    private static readonly ImmutableArray<Rung> RenewalLadder = [.. Ladder.Where(rung => rung.Rule != Rule.Blocked)];

    private static readonly ImmutableArray<RuleResult> AllPassed = Passed(Ladder, Ladder.Length);
    private static readonly ImmutableArray<RuleResult> AllPassedOnRenewal = Passed(RenewalLadder, RenewalLadder.Length);

    /// <param name="type">The policy's license type; null when it is not installed.</param>
    /// <param name="blockedUntil">Until when this subject may not activate on this entitlement; null when it was never blocked.</param>
    public static Outcome<Grant> Evaluate(Entitlement entitlement, LicenseType? type, LeaseAsk ask, Instant now, Instant? blockedUntil)
    {
        var climb = new Climb(entitlement, type, ask, now, blockedUntil);
        return Refuse(Ladder, climb) is { } denial ? denial : climb.ToGrant(AllPassed);
    }

    /// <summary>
    /// For a lease that lives: <paramref name="ask"/> names the features that it carries, all of which must still be entitled. The
    /// lease keeps its claims, so the grant has none.
    /// </summary>
    public static Outcome<Grant> EvaluateRenewal(Entitlement entitlement, LicenseType? type, LeaseAsk ask, Instant now)
    {
        var climb = new Climb(entitlement, type, ask, now, blockedUntil: null);
        return Refuse(RenewalLadder, climb) is { } denial ? denial : climb.ToGrant(AllPassedOnRenewal) with { Claims = [] };
    }

    private static Denial? Refuse(ImmutableArray<Rung> ladder, Climb climb)
    {
        for (var step = 0; step < ladder.Length; step++)
        {
            if (ladder[step].Refuse(climb) is not { } denial)
                continue;
            // A license type that fails is what stands in the way, whichever rung asked it.
            var failed = denial.Code == DenialCode.LicenseTypeUnavailable ? Rule.LicenseType : ladder[step].Rule;
            return denial with
            {
                Entitlement = climb.Entitlement.Id,
                Trace = Passed(ladder, step).Add(new RuleResult(failed, Passed: false)),
            };
        }
        return null;
    }

    private static ImmutableArray<RuleResult> Passed(ImmutableArray<Rung> ladder, int count) =>
        [.. ladder.Take(count).Select(rung => new RuleResult(rung.Rule, Passed: true))];

    private readonly record struct Rung(Rule Rule, Func<Climb, Denial?> Refuse);
}

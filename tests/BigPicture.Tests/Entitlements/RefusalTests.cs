using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using BigPicture.Tests.LicenseTypes;
using Xunit;
using static BigPicture.Tests.Entitlements.Refusals;

namespace BigPicture.Tests.Entitlements;

public sealed class RefusalTests
{
    private static readonly Instant Now = Sample.Now;

    [Fact]
    public void Revoked_is_told_before_suspended_before_expired_before_not_started()
    {
        // Not started and ended at once cannot be, so the two are asked at two times.
        var entitlement = Sample.Entitlement(Sample.Draft() with { StartsAt = Now + 10, EndsAt = Now + 20 });

        Assert.Equal(DenialCode.EntitlementNotStarted, Refused(entitlement, at: Now + 9).Code);
        Assert.Null(EntitlementEvaluator.Evaluate(entitlement, Concurrent, Alice, Now + 10, null).Denial);
        Assert.Equal(DenialCode.EntitlementExpired, Refused(entitlement, at: Now + 20).Code);

        _ = entitlement.Suspend("unpaid", Now).Value;
        Assert.Equal(DenialCode.EntitlementSuspended, Refused(entitlement, at: Now + 9).Code);
        Assert.Equal(DenialCode.EntitlementSuspended, Refused(entitlement, at: Now + 20).Code);

        _ = entitlement.Revoke("fraud", Now).Value;
        Assert.Equal(DenialCode.EntitlementRevoked, Refused(entitlement, at: Now + 9).Code);
    }

    [Fact]
    public void The_rungs_are_asked_in_order_and_the_trace_ends_with_the_one_that_failed()
    {
        // Everything is wrong at once; then one thing after the other is mended.
        var type = new PlugIn { Refuses = _ => "No.", Decides = (_, _) => Decision.Deny("closed", "Closed today.") };
        var policy = Sample.Policy("""{"type":"plug-in","max_seats":1}""", type);
        var ended = Sample.Entitlement(Sample.Draft(policy) with { EndsAt = Now + 1 });
        var running = Sample.Entitlement(Sample.Draft(policy));
        var ask = Alice with { Features = ["x"] };
        var entitled = Alice with { Features = [] };
        var at = Now + 5;

        AssertRefused(
            DenialCode.EntitlementExpired,
            [Rule.EntitlementActive],
            EntitlementEvaluator.Evaluate(ended, type, ask, at, at + 60)
        );
        AssertRefused(
            DenialCode.SubjectMismatch,
            [Rule.EntitlementActive, Rule.Subject],
            EntitlementEvaluator.Evaluate(running, type, ask, at, at + 60)
        );
        var serving = new PlugIn { Decides = type.Decides };
        AssertRefused(
            DenialCode.SubjectBlocked,
            [Rule.EntitlementActive, Rule.Subject, Rule.Blocked],
            EntitlementEvaluator.Evaluate(running, serving, ask, at, at + 60)
        );
        AssertRefused(
            DenialCode.FeatureNotEntitled,
            [Rule.EntitlementActive, Rule.Subject, Rule.Blocked, Rule.Features],
            EntitlementEvaluator.Evaluate(running, serving, ask, at, null)
        );
        AssertRefused(
            DenialCode.LicenseTypeDenied,
            [Rule.EntitlementActive, Rule.Subject, Rule.Blocked, Rule.Features, Rule.LicenseType],
            EntitlementEvaluator.Evaluate(running, serving, entitled, at, null)
        );
        Assert.Null(EntitlementEvaluator.Evaluate(running, new PlugIn(), entitled, at, null).Denial);
    }

    [Fact]
    public void A_renewal_climbs_the_same_ladder_but_is_not_kept_by_a_block()
    {
        var type = new PlugIn { Decides = (_, _) => Decision.Deny("closed", "Closed today.") };
        var running = Sample.Entitlement(Sample.Draft(Sample.Policy("""{"type":"plug-in","max_seats":1}""", type)));

        AssertRefused(
            DenialCode.LicenseTypeDenied,
            [Rule.EntitlementActive, Rule.Subject, Rule.Features, Rule.LicenseType],
            EntitlementEvaluator.EvaluateRenewal(running, type, Alice, Now)
        );
        _ = running.Suspend("unpaid", Now).Value;
        AssertRefused(
            DenialCode.EntitlementSuspended,
            [Rule.EntitlementActive],
            EntitlementEvaluator.EvaluateRenewal(running, type, Alice, Now)
        );
    }

    [Fact]
    public void Each_refusal_says_what_the_caller_can_do()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { StartsAt = Now + 10, EndsAt = Now + 20 });

        Assert.Equal(
            "Entitlement ent_01h455vb4pex5vsknk084sn02q starts at 2026-01-15T10:00:10Z. Try again then.",
            Refused(entitlement, at: Now).Message
        );
        Assert.EndsWith(
            "ended at 2026-01-15T10:00:20Z. Ask the vendor to extend it.",
            Refused(entitlement, at: Now + 20).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "user:alice may not activate on entitlement ent_01h455vb4pex5vsknk084sn02q until 2026-01-15T10:01:00Z",
            Refused(Sample.Entitlement(), at: Now, blockedUntil: Now + 60).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Leave it out",
            Refused(Sample.Entitlement(), ask: Alice with { Features = ["x"] }).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_block_ends_to_the_second()
    {
        Assert.Equal(DenialCode.SubjectBlocked, Refused(Sample.Entitlement(), blockedUntil: Now + 1).Code);
        Assert.Null(EntitlementEvaluator.Evaluate(Sample.Entitlement(), Concurrent, Alice, Now, Now).Denial);
    }

    [Fact]
    public void A_bound_entitlement_needs_a_machine()
    {
        var entitlement = Sample.Entitlement("""{"type":"concurrent","max_seats":3,"bind":"machine"}""");

        var denial = Refused(entitlement, ask: Alice);

        Assert.Equal(DenialCode.SubjectMismatch, denial.Code);
        Assert.Contains("machine_id", denial.Message, StringComparison.Ordinal);
        Assert.Null(EntitlementEvaluator.Evaluate(entitlement, Concurrent, new LeaseAsk(Requests.User(machine: "pc-1")), Now, null).Denial);
        Assert.Null(EntitlementEvaluator.Evaluate(entitlement, Concurrent, new LeaseAsk(Requests.Machine()), Now, null).Denial);
    }
}

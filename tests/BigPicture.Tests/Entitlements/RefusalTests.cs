using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using BigPicture.Tests.LicenseTypes;
using Xunit;

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

    [Fact]
    public void A_license_types_own_reason_is_handed_on()
    {
        var denial = Decided((_, _) => Decision.Deny("out_of.hours-1", "Come back at nine."));

        Assert.Equal(DenialCode.LicenseTypeDenied, denial.Code);
        Assert.Equal("out_of.hours-1", denial.Reason);
        Assert.Equal("Come back at nine.", denial.Message);
        Assert.Null(denial.Fault);
    }

    [Fact]
    public void A_license_type_that_is_not_installed_refuses_but_not_before_the_entitlement_does()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + 1 });

        var denial = Refused(entitlement, type: null);

        AssertRefused(DenialCode.LicenseTypeUnavailable, [Rule.EntitlementActive, Rule.LicenseType], denial);
        Assert.Contains("not installed", denial.Message, StringComparison.Ordinal);
        Assert.NotNull(denial.RetryAfterSeconds);
        Assert.Equal(DenialCode.EntitlementExpired, Refused(entitlement, type: null, at: Now + 1).Code);
    }

    [Fact]
    public void A_license_type_that_throws_is_unavailable_and_its_exception_is_for_the_log()
    {
        var thrown = new FormatException("secret");

        var denial = Decided((_, _) => throw thrown);
        var refusing = Refused(Sample.Entitlement(), type: new PlugIn { Refuses = _ => throw thrown });

        AssertRefused(
            DenialCode.LicenseTypeUnavailable,
            [Rule.EntitlementActive, Rule.Subject, Rule.Blocked, Rule.Features, Rule.LicenseType],
            denial
        );
        AssertRefused(DenialCode.LicenseTypeUnavailable, [Rule.EntitlementActive, Rule.LicenseType], refusing);
        Assert.Same(thrown, denial.Fault);
        Assert.Same(thrown, refusing.Fault);
        Assert.DoesNotContain("secret", denial.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<Decision?>> BadDecisions() =>
        new()
        {
            { "decided nothing", () => null },
            { "claims are null", () => Decision.Grant((IReadOnlyList<SeatClaim>)null!) },
            { "claims is null", () => Decision.Grant((SeatClaim)null!) },
            { "more than 32", () => Decision.Grant([.. Enumerable.Range(0, 33).Select(i => new SeatClaim("p", $"h{i}", 1))]) },
            { "name of a pool must be 1–160", () => Claim("", "h") },
            { "name of a pool must be 1–160", () => Claim(null!, "h") },
            { "name of a pool must be 1–160", () => Claim(new string('p', 161), "h") },
            { "name of a pool must not contain control", () => Claim("p\n", "h") },
            { "name of a pool must be valid", () => Claim("p\ud800", "h") },
            { "is the server's own", () => Claim("feature/export", "h") },
            { "is the server's own", () => Claim("feature/", "h") },
            { "holder of a seat must be 1–128", () => Claim("p", "") },
            { "holder of a seat must be 1–128", () => Claim("p", null!) },
            { "holder of a seat must be 1–128", () => Claim("p", new string('h', 129)) },
            { "holder of a seat must not contain control", () => Claim("p", "h\0") },
            { "claims twice for 'h'", () => Decision.Grant(new SeatClaim("p", "h", 1), new SeatClaim("p", "h", 1)) },
            { "two limits", () => Decision.Grant(new SeatClaim("p", "h", 1), new SeatClaim("p", "i", 2)) },
            { "'p' 0 seats", () => Claim("p", "h", 0) },
            { "'p' -1 seats", () => Claim("p", "h", -1) },
            { "'p' 10000001 seats", () => Claim("p", "h", 10_000_001) },
            { "'seats' 4 seats; 3 is the most", () => Claim("seats", "h", 4) },
            { "reason must be 1–64", () => Decision.Deny("", "m") },
            { "reason must be 1–64", () => Decision.Deny(null!, "m") },
            { "reason must be 1–64", () => Decision.Deny("No Reason", "m") },
            { "reason must be 1–64", () => Decision.Deny(new string('r', 65), "m") },
            { "message to its denial must be 1–500", () => Decision.Deny("r", "") },
            { "message to its denial must be 1–500", () => Decision.Deny("r", null!) },
            { "message to its denial must be 1–500", () => Decision.Deny("r", new string('m', 501)) },
        };

    [Theory]
    [MemberData(nameof(BadDecisions), DisableDiscoveryEnumeration = true)]
    public void A_decision_against_the_contract_is_no_decision(string fault, Func<Decision?> decide)
    {
        var denial = Decided((_, _) => decide()!);

        Assert.Equal(DenialCode.LicenseTypeUnavailable, denial.Code);
        Assert.Contains(fault, denial.Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decision_at_its_limits_is_taken()
    {
        var most = Sample.Policy("""{"type":"plug-in","max_seats":3}""", new PlugIn());
        SeatClaim[] claims =
        [
            new("seats", new string('h', 128), 3),
            new(new string('p', 160), "h", 10_000_000),
            .. Enumerable.Range(0, 30).Select(i => new SeatClaim("p", $"h{i}", 1)),
        ];
        var type = new PlugIn { Decides = (_, _) => Decision.Grant(claims) };

        Assert.Equal(32, EntitlementEvaluator.Evaluate(Sample.Entitlement(Sample.Draft(most)), type, Alice, Now, null).Value.Claims.Length);
        Assert.Equal(DenialCode.LicenseTypeDenied, Decided((_, _) => Decision.Deny(new string('r', 64), new string('m', 500))).Code);
    }

    [Fact]
    public void A_type_without_seats_may_not_claim_in_the_seats_pool()
    {
        var type = new PlugIn { HasSeats = false, Decides = (_, _) => Claim("seats", "h") };
        var policy = Sample.Policy("""{"type":"plug-in"}""", type);

        Assert.Equal(DenialCode.LicenseTypeUnavailable, Refused(Sample.Entitlement(Sample.Draft(policy)), type: type).Code);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void The_reason_to_refuse_a_subject_has_1_to_500_characters(int length, bool fits)
    {
        var denial = Refused(Sample.Entitlement(), type: new PlugIn { Refuses = _ => new string('r', length) });

        Assert.Equal(fits ? DenialCode.SubjectMismatch : DenialCode.LicenseTypeUnavailable, denial.Code);
    }

    private static LicenseType Concurrent => LicenseTypeCatalog.BuiltIn.Find("concurrent")!;

    private static LeaseAsk Alice => new(Requests.User());

    private static Decision Claim(string pool, string holder, long limit = 1) => Decision.Grant(new SeatClaim(pool, holder, limit));

    private static Denial Decided(Func<LicensePolicy, LeaseRequest, Decision> decides) =>
        Refused(Sample.Entitlement(), type: new PlugIn { Decides = decides });

    private static Denial Refused(Entitlement entitlement, LeaseAsk? ask = null, Instant? at = null, Instant? blockedUntil = null) =>
        Refused(entitlement, Concurrent, ask, at, blockedUntil);

    private static Denial Refused(
        Entitlement entitlement,
        LicenseType? type,
        LeaseAsk? ask = null,
        Instant? at = null,
        Instant? blockedUntil = null
    ) =>
        EntitlementEvaluator.Evaluate(entitlement, type, ask ?? Alice, at ?? Now, blockedUntil).Denial
        ?? throw new InvalidOperationException("It was granted.");

    private static void AssertRefused(DenialCode code, Rule[] rules, Outcome<Grant> outcome)
    {
        Assert.True(outcome.IsDenied(out var denial));
        AssertRefused(code, rules, denial);
    }

    private static void AssertRefused(DenialCode code, Rule[] rules, Denial denial)
    {
        Assert.Equal(code, denial.Code);
        Assert.Equal(Sample.Id, denial.Entitlement);
        Assert.Equal(rules, denial.Trace.Select(line => line.Rule));
        Assert.All(denial.Trace[..^1], line => Assert.True(line.Passed));
        Assert.False(denial.Trace[^1].Passed);
    }
}

using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using BigPicture.Tests.LicenseTypes;
using Xunit;
using static BigPicture.Tests.Entitlements.Refusals;

namespace BigPicture.Tests.Entitlements;

public sealed class PlugInRefusalTests
{
    private static readonly Instant Now = Sample.Now;

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

    private static Decision Claim(string pool, string holder, long limit = 1) => Decision.Grant(new SeatClaim(pool, holder, limit));

    private static Denial Decided(Func<LicensePolicy, LeaseRequest, Decision> decides) =>
        Refused(Sample.Entitlement(), type: new PlugIn { Decides = decides });
}

using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using BigPicture.Tests.LicenseTypes;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class EvaluatorTests
{
    private static readonly Instant Now = Sample.Now;

    [Fact]
    public void A_grant_says_what_a_lease_may_be()
    {
        var entitlement = Sample.Entitlement(
            Sample.Draft(
                Sample.Policy(
                    """
                    {"type":"concurrent","max_seats":3,"overdraft_seats":2,"features":["export"],"lease_seconds":600,"grace_seconds":60,
                     "bind":"machine","usage_signals":true}
                    """
                )
            ) with
            {
                EndsAt = Now + 1_000,
            }
        );
        var request = Requests.User(machine: "pc-1");

        var grant = Evaluate(entitlement, new LeaseAsk(request)).Value;

        Assert.Equal(Sample.Id, grant.Entitlement);
        Assert.Equal(1, grant.Version);
        Assert.Equal(new ProductId("cad-pro"), grant.Product);
        Assert.Equal("concurrent", grant.LicenseType);
        Assert.Equal([new Claim("seats", request.LeaseKey, Limit: 3, Overdraft: 2)], grant.Claims);
        Assert.Equal(["export"], grant.Features);
        Assert.Equal(600, grant.LeaseSeconds);
        Assert.False(grant.DurationCut);
        Assert.Equal(60, grant.GraceSeconds);
        Assert.Equal(Now, grant.NotBefore);
        Assert.Equal(Now + 1_000, grant.NotAfter);
        Assert.True(grant.BindMachine);
        Assert.True(grant.UsageSignals);
        Assert.Equal(
            [Rule.EntitlementActive, Rule.Subject, Rule.Blocked, Rule.Features, Rule.LicenseType],
            grant.Trace.Select(line => line.Rule)
        );
        Assert.All(grant.Trace, line => Assert.True(line.Passed));
    }

    [Fact]
    public void A_grant_ends_with_the_period_that_auto_renewal_has_begun()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + 10, AutoRenew = true, RenewalDays = 1 });

        Assert.Equal(Now + 10, Evaluate(entitlement, Ask(), now: Now + 9).Value.NotAfter);
        Assert.Equal(Now + 10 + 86_400, Evaluate(entitlement, Ask(), now: Now + 10).Value.NotAfter);
    }

    [Theory]
    [InlineData(null, 600, false)]
    [InlineData(60, 60, false)]
    [InlineData(899, 899, false)]
    [InlineData(900, 900, false)]
    [InlineData(901, 900, true)]
    public void A_lease_is_as_long_as_asked_up_to_the_longest(int? asked, int granted, bool cut)
    {
        var entitlement = Sample.Entitlement("""{"type":"feature_based","lease_seconds":600,"lease_seconds_max":900}""");

        var grant = Evaluate(entitlement, Ask() with { DurationSeconds = asked }).Value;

        Assert.Equal((granted, cut), (grant.LeaseSeconds, grant.DurationCut));
    }

    [Fact]
    public void Left_out_features_are_all_that_have_no_pool_of_their_own()
    {
        var entitlement = Sample.Entitlement("""{"type":"feature_based","features":["a","b","c"],"feature_seats":{"b":1}}""");

        var grant = Evaluate(entitlement, Ask()).Value;

        Assert.Equal(["a", "c"], grant.Features);
        Assert.Empty(grant.Claims);
    }

    [Fact]
    public void Named_features_are_those_and_no_other_in_the_policys_order()
    {
        var entitlement = Sample.Entitlement("""{"type":"feature_based","features":["a","b","c"]}""");

        Assert.Equal(["a", "c"], Evaluate(entitlement, Ask("c", "a", "c")).Value.Features);
        Assert.Empty(Evaluate(entitlement, Ask() with { Features = [] }).Value.Features);
    }

    [Theory]
    [InlineData("per_user", "alice")]
    [InlineData("per_machine", "pc-1")]
    public void A_feature_with_seats_is_claimed_by_the_holder_of_the_seat(string type, string holder)
    {
        var entitlement = Sample.Entitlement(
            $$"""{"type":"{{type}}","max_seats":3,"overdraft_seats":1,"features":["a","b"],"feature_seats":{"b":2} }"""
        );

        var grant = Evaluate(entitlement, new LeaseAsk(Requests.User(machine: "pc-1"), Features: ["a", "b"])).Value;

        Assert.Equal([new Claim("seats", holder, 3, Overdraft: 1), new Claim("feature/b", holder, 2)], grant.Claims);
    }

    [Theory]
    [InlineData("""{"type":"concurrent","max_seats":3,"features":["b"],"feature_seats":{"b":2}}""", 2)]
    [InlineData("""{"type":"feature_based","features":["b"],"feature_seats":{"b":2}}""", 1)]
    public void A_feature_with_seats_is_claimed_by_the_lease_where_no_seat_is_shared(string policy, int claims)
    {
        var request = Requests.User(session: "s1");

        var grant = Evaluate(Sample.Entitlement(policy), new LeaseAsk(request, Features: ["b"])).Value;

        Assert.Equal(claims, grant.Claims.Length);
        Assert.Equal(new Claim("feature/b", request.LeaseKey, 2), grant.Claims[^1]);
    }

    [Fact]
    public void A_users_devices_are_claimed_beside_the_seat_without_overdraft()
    {
        var entitlement = Sample.Entitlement("""{"type":"per_user","max_seats":3,"overdraft_seats":1,"machines_per_user":2}""");

        Assert.Equal(
            [new Claim("seats", "alice", 3, Overdraft: 1), new Claim("user/alice", "pc-1", 2)],
            Evaluate(entitlement, new LeaseAsk(Requests.User(machine: "pc-1"))).Value.Claims
        );
    }

    [Fact]
    public void The_license_type_sees_the_features_that_the_lease_will_carry()
    {
        LeaseRequest? seen = null;
        var plugIn = new PlugIn
        {
            Decides = (_, request) =>
            {
                seen = request;
                return Decision.Grant();
            },
        };
        var entitlement = Sample.Entitlement(
            Sample.Draft(Sample.Policy("""{"type":"plug-in","max_seats":1,"features":["a","b"],"feature_seats":{"b":1}}""", plugIn))
        );

        Assert.True(EntitlementEvaluator.Evaluate(entitlement, plugIn, Ask(), Now, blockedUntil: null).Denial is null);

        Assert.Equal(["a"], seen?.Features);
        Assert.Equal("alice", seen?.SubjectId);
    }

    [Fact]
    public void A_renewal_keeps_its_claims_so_a_pool_taken_away_does_not_matter()
    {
        var entitlement = Sample.Entitlement("""{"type":"concurrent","max_seats":3,"features":["a","b"],"feature_seats":{"b":2}}""");

        var grant = Renew(entitlement, Ask("b")).Value;

        Assert.Empty(grant.Claims);
        Assert.Equal(["b"], grant.Features);
        Assert.Equal([Rule.EntitlementActive, Rule.Subject, Rule.Features, Rule.LicenseType], grant.Trace.Select(line => line.Rule));
    }

    [Fact]
    public void A_renewal_is_refused_when_a_feature_of_the_lease_is_no_longer_entitled()
    {
        Assert.True(Renew(Sample.Entitlement("""{"type":"feature_based","features":["a"]}"""), Ask("a", "b")).IsDenied(out var denial));

        Assert.Equal(DenialCode.FeatureNotEntitled, denial.Code);
        Assert.Contains("'b'", denial.Message, StringComparison.Ordinal);
    }

    private static LeaseAsk Ask(params string[] features) => new(Requests.User(), Features: features.Length == 0 ? null : features);

    private static Outcome<Grant> Evaluate(Entitlement entitlement, LeaseAsk ask, Instant? now = null) =>
        EntitlementEvaluator.Evaluate(entitlement, TypeOf(entitlement), ask, now ?? Now, blockedUntil: null);

    private static Outcome<Grant> Renew(Entitlement entitlement, LeaseAsk ask) =>
        EntitlementEvaluator.EvaluateRenewal(entitlement, TypeOf(entitlement), ask, Now);

    private static LicenseType? TypeOf(Entitlement entitlement) => LicenseTypeCatalog.BuiltIn.Find(entitlement.Policy.LicenseType);
}

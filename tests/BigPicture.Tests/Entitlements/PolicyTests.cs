using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using BigPicture.Tests.LicenseTypes;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class PolicyTests
{
    [Fact]
    public void What_a_policy_leaves_out_has_its_default()
    {
        var policy = Sample.Policy("""{"type":"concurrent","max_seats":3}""");

        Assert.Equal("concurrent", policy.LicenseType);
        Assert.Equal(3, policy.SeatsMax);
        Assert.Empty(policy.Features);
        Assert.Empty(policy.FeatureSeats);
        Assert.Equal(0, policy.OverdraftSeats);
        Assert.Equal(3_600, policy.LeaseSeconds);
        Assert.Equal(3_600, policy.LeaseSecondsMax);
        Assert.Equal(0, policy.GraceSeconds);
        Assert.False(policy.HoldRevokedSeats);
        Assert.False(policy.BindMachine);
        Assert.False(policy.UsageSignals);
    }

    [Fact]
    public void What_a_policy_says_is_what_it_holds()
    {
        var policy = Sample.Policy(
            """
            {"type":"per_user","max_seats":7,"features":["export","render"],"feature_seats":{"render":2},"machines_per_user":3,
             "overdraft_seats":1,"lease_seconds":600,"lease_seconds_max":86400,"grace_seconds":300,"hold_revoked_seats":true,
             "bind":"machine","usage_signals":true}
            """
        );

        Assert.Equal("per_user", policy.LicenseType);
        Assert.Equal(7, policy.SeatsMax);
        Assert.Equal(["export", "render"], policy.Features);
        Assert.Equal(["export"], policy.FeaturesWithoutSeats);
        Assert.Equal([new("render", 2)], policy.FeatureSeats);
        Assert.Equal(1, policy.OverdraftSeats);
        Assert.Equal(600, policy.LeaseSeconds);
        Assert.Equal(86_400, policy.LeaseSecondsMax);
        Assert.Equal(300, policy.GraceSeconds);
        Assert.True(policy.HoldRevokedSeats);
        Assert.True(policy.BindMachine);
        Assert.True(policy.UsageSignals);
        Assert.Equal(7, policy.ForLicenseType.SeatsMax);
        Assert.Equal(["export", "render"], policy.ForLicenseType.Features);
        Assert.Equal([new("machines_per_user", 3)], policy.ForLicenseType.Terms);
    }

    [Fact]
    public void The_longest_lease_defaults_to_the_usual_one() =>
        Assert.Equal(600, Sample.Policy("""{"type":"feature_based","lease_seconds":600}""").LeaseSecondsMax);

    [Fact]
    public void A_type_without_seats_has_none()
    {
        var policy = Sample.Policy("""{"type":"feature_based","features":["open"]}""");

        Assert.Null(policy.SeatsMax);
        Assert.Equal(0, policy.ForLicenseType.SeatsMax);
    }

    [Fact]
    public void The_text_is_kept_as_sent_but_for_white_space()
    {
        var policy = Sample.Policy("{ \"max_seats\" : 3,\n\t\"type\":\"concur\\u0072ent\", \"features\": [ \"b\", \"a\" ] }");

        Assert.Equal("""{"max_seats":3,"type":"concurrent","features":["b","a"]}""", policy.Json);
    }

    [Fact]
    public void Policies_are_equal_when_their_text_is()
    {
        Assert.Equal(
            Sample.Policy("""{"type":"concurrent","max_seats":3}"""),
            Sample.Policy("""{ "type": "concurrent", "max_seats": 3 }""")
        );
        Assert.NotEqual(Sample.Policy("""{"type":"concurrent","max_seats":3}"""), Sample.Policy("""{"max_seats":3,"type":"concurrent"}"""));
    }

    [Fact]
    public void A_plug_in_declares_keys_of_its_own()
    {
        var site = new PlugIn
        {
            TypeName = "site",
            OwnTerms = [new PolicyTerm("floors", 1, 9, Required: true), new PolicyTerm("rooms", -1, 9)],
        };
        var types = new LicenseTypeCatalog([site]);

        Assert.Equal([new("floors", 2)], Sample.Policy("""{"type":"site","max_seats":3,"floors":2}""", site).ForLicenseType.Terms);
        Assert.Equal("policy_json.floors", FieldOf("""{"type":"site","max_seats":3}"""));
        Assert.Equal("policy_json.floors", FieldOf("""{"type":"site","max_seats":3,"floors":10}"""));
        Assert.Equal("policy_json.rooms", FieldOf("""{"type":"site","max_seats":3,"floors":9,"rooms":-2}"""));
        Assert.Null(FieldOf("""{"type":"site","max_seats":3,"floors":9,"rooms":-1}"""));

        string? FieldOf(string json) => Sample.Parse(json, types).IsDenied(out var denial) ? Assert.Single(denial.Errors).Field : null;
    }

    [Fact]
    public void A_policy_is_restored_from_its_own_text_without_its_plug_in()
    {
        var site = new PlugIn
        {
            TypeName = "site",
            HasSeats = false,
            OwnTerms = [new PolicyTerm("floors", -5, 9)],
        };
        var policy = Sample.Policy("""{"type":"site","floors":-3,"features":["a","b"],"feature_seats":{"b":4},"bind":"machine"}""", site);

        var restored = Policy.Restore(policy.Json);

        Assert.Equal(policy, restored);
        Assert.Equal("site", restored.LicenseType);
        Assert.Null(restored.SeatsMax);
        Assert.Equal([new("floors", -3)], restored.ForLicenseType.Terms);
        Assert.Equal([new("b", 4)], restored.FeatureSeats);
        Assert.True(restored.BindMachine);
    }

    [Fact]
    public void Lost_feature_pools_are_named()
    {
        var before = Sample.Policy("""{"type":"feature_based","features":["a","b","c"],"feature_seats":{"a":1,"b":1,"c":1}}""");
        var after = Sample.Policy("""{"type":"feature_based","features":["a","b"],"feature_seats":{"a":2}}""");

        Assert.Equal(["feature/b", "feature/c"], before.PoolsLostIn(after));
        Assert.Empty(after.PoolsLostIn(before));
    }

    [Fact]
    public void The_limits_of_pools_include_overdraft()
    {
        var policy = Sample.Policy(
            """{"type":"concurrent","max_seats":3,"overdraft_seats":2,"features":["a","b"],"feature_seats":{"a":4}}"""
        );

        Assert.Equal([new("feature/a", 4), new("seats", 5)], policy.PoolLimits().OrderBy(pool => pool.Key, StringComparer.Ordinal));
        Assert.Empty(Sample.Policy("""{"type":"feature_based"}""").PoolLimits());
    }
}

using System.Globalization;
using System.Text.Json;
using BigPicture.Domain.Shared;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class PolicyLimitTests
{
    [Theory]
    [InlineData("max_seats", 1, 10_000_000)]
    [InlineData("machines_per_user", 1, 10_000)]
    [InlineData("overdraft_seats", 0, 10_000_000)]
    [InlineData("lease_seconds", 60, 7_776_000)]
    [InlineData("lease_seconds_max", 60, 7_776_000)]
    [InlineData("grace_seconds", 0, 2_592_000)]
    public void A_number_is_held_below_at_and_above_its_limits(string key, long least, long most)
    {
        Assert.Null(With(key, least));
        Assert.Null(With(key, least + 1));
        Assert.Null(With(key, most - 1));
        Assert.Null(With(key, most));
        Assert.Equal($"policy_json.{key}", With(key, least - 1));
        Assert.Equal($"policy_json.{key}", With(key, most + 1));

        static string? With(string key, long value)
        {
            var members = new Dictionary<string, object> { ["type"] = "per_user", ["max_seats"] = 5 };
            if (key == "lease_seconds_max")
                members["lease_seconds"] = 60;
            members[key] = value;
            return Sample.Parse(JsonSerializer.Serialize(members)).IsDenied(out var denial) ? Assert.Single(denial.Errors).Field : null;
        }
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("1E0")]
    [InlineData("2.5")]
    [InlineData("1e400")]
    [InlineData("9223372036854775808")]
    [InlineData("-1")]
    [InlineData("\"3\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[3]")]
    [InlineData("{}")]
    public void A_number_is_written_with_digits_alone(string value)
    {
        var error = AssertOneError($$"""{"type":"concurrent","max_seats":{{value}}}""", "policy_json.max_seats");
        Assert.Equal("must be a whole number from 1 to 10000000, digits only", error.Message);
    }

    [Theory]
    [InlineData("""{"max_seats":3}""", "policy_json.type", "is required: one of per_user, per_machine, concurrent, feature_based")]
    [InlineData(
        """{"type":"metered"}""",
        "policy_json.type",
        "is no license type of this server: use one of per_user, per_machine, concurrent, feature_based"
    )]
    [InlineData("""{"type":3}""", "policy_json.type", "must be a string")]
    [InlineData("""{"type":null}""", "policy_json.type", "must be a string")]
    [InlineData("""{"type":"concurrent"}""", "policy_json.max_seats", "is required for license type concurrent")]
    [InlineData(
        """{"type":"feature_based","max_seats":3}""",
        "policy_json.max_seats",
        "must be left out: license type feature_based counts no seats"
    )]
    [InlineData(
        """{"type":"feature_based","overdraft_seats":3}""",
        "policy_json.overdraft_seats",
        "must be left out: license type feature_based counts no seats"
    )]
    [InlineData(
        """{"type":"feature_based","hold_revoked_seats":true}""",
        "policy_json.hold_revoked_seats",
        "must be left out: license type feature_based counts no seats"
    )]
    [InlineData(
        """{"type":"feature_based","machines_per_user":3}""",
        "policy_json.machines_per_user",
        "is not a key of license type feature_based"
    )]
    [InlineData(
        """{"type":"concurrent","max_seats":3,"machines_per_user":3}""",
        "policy_json.machines_per_user",
        "is not a key of license type concurrent"
    )]
    [InlineData("""{"type":"concurrent","max_seats":3,"colour":3}""", "policy_json.colour", "is not a key of license type concurrent")]
    [InlineData("""{"type":"concurrent","max_seats":3,"Type":3}""", "policy_json.Type", "is not a key of license type concurrent")]
    [InlineData("""{"type":"feature_based","bind":"disk"}""", "policy_json.bind", "must be one of none, machine")]
    [InlineData("""{"type":"feature_based","bind":true}""", "policy_json.bind", "must be one of none, machine")]
    [InlineData("""{"type":"feature_based","bind":null}""", "policy_json.bind", "must be one of none, machine")]
    [InlineData("""{"type":"feature_based","usage_signals":"true"}""", "policy_json.usage_signals", "must be true or false")]
    [InlineData("""{"type":"feature_based","usage_signals":1}""", "policy_json.usage_signals", "must be true or false")]
    [InlineData(
        """{"type":"concurrent","max_seats":3,"hold_revoked_seats":null}""",
        "policy_json.hold_revoked_seats",
        "must be true or false"
    )]
    [InlineData("""{"type":"feature_based","type":"feature_based"}""", "policy_json.type", "stands there twice")]
    [InlineData("""{"type":"feature_based","features":"open"}""", "policy_json.features", "must be an array of feature names")]
    [InlineData("""{"type":"feature_based","features":null}""", "policy_json.features", "must be an array of feature names")]
    [InlineData("""{"type":"feature_based","features":["a","b","a"]}""", "policy_json.features[2]", "repeats 'a'")]
    [InlineData(
        """{"type":"feature_based","features":["a",3]}""",
        "policy_json.features[1]",
        "must be a name of 1–64 of a-z A-Z 0-9 . _ -"
    )]
    [InlineData(
        """{"type":"feature_based","features":["a",null]}""",
        "policy_json.features[1]",
        "must be a name of 1–64 of a-z A-Z 0-9 . _ -"
    )]
    [InlineData("""{"type":"feature_based","features":[""]}""", "policy_json.features[0]", "must be a name of 1–64 of a-z A-Z 0-9 . _ -")]
    [InlineData(
        """{"type":"feature_based","features":["a b"]}""",
        "policy_json.features[0]",
        "must be a name of 1–64 of a-z A-Z 0-9 . _ -"
    )]
    [InlineData("""{"type":"feature_based","features":["é"]}""", "policy_json.features[0]", "must be a name of 1–64 of a-z A-Z 0-9 . _ -")]
    [InlineData("""{"type":"feature_based","feature_seats":["a"]}""", "policy_json.feature_seats", "must be an object")]
    [InlineData(
        """{"type":"feature_based","features":["a"],"feature_seats":{"b":1}}""",
        "policy_json.feature_seats.b",
        "is not one of policy_json.features"
    )]
    [InlineData(
        """{"type":"feature_based","features":["a"],"feature_seats":{"a":0}}""",
        "policy_json.feature_seats.a",
        "must be a whole number from 1 to 10000000, digits only"
    )]
    [InlineData(
        """{"type":"feature_based","features":["a"],"feature_seats":{"a":10000001}}""",
        "policy_json.feature_seats.a",
        "must be a whole number from 1 to 10000000, digits only"
    )]
    [InlineData(
        """{"type":"feature_based","features":["a"],"feature_seats":{"a":null}}""",
        "policy_json.feature_seats.a",
        "must be a whole number from 1 to 10000000, digits only"
    )]
    [InlineData(
        """{"type":"feature_based","features":["a"],"feature_seats":{"a":1,"a":1}}""",
        "policy_json.feature_seats.a",
        "stands there twice"
    )]
    [InlineData(
        """{"type":"feature_based","lease_seconds_max":3599}""",
        "policy_json.lease_seconds_max",
        "must be at least lease_seconds, which is 3600"
    )]
    [InlineData(
        """{"type":"feature_based","lease_seconds":601,"lease_seconds_max":600}""",
        "policy_json.lease_seconds_max",
        "must be at least lease_seconds, which is 601"
    )]
    [InlineData("[]", "policy_json", "must be an object")]
    [InlineData("null", "policy_json", "must be an object")]
    [InlineData("\"x\"", "policy_json", "must be an object")]
    [InlineData("""{"type":"\ud800"}""", "policy_json", "must be valid Unicode text")]
    [InlineData("""{"type":"feature_based","\udfff":1}""", "policy_json", "must be valid Unicode text")]
    [InlineData("""{"type":"feature_based","features":["\ud83d"]}""", "policy_json", "must be valid Unicode text")]
    public void What_is_wrong_is_told_under_its_field(string json, string field, string message) =>
        Assert.Equal(new FieldError(field, message), AssertOneError(json, field));

    [Theory]
    [InlineData("""{"type":"feature_based","features":["a"],"feature_seats":{"a":1}}""")]
    [InlineData("""{"type":"feature_based","features":["a"],"feature_seats":{"a":10000000}}""")]
    [InlineData("""{"type":"feature_based","features":["a","A",".","_","-","0"]}""")]
    [InlineData("""{"type":"feature_based","features":[],"feature_seats":{}}""")]
    [InlineData("""{"type":"feature_based","lease_seconds":600,"lease_seconds_max":600}""")]
    [InlineData("""{"type":"feature_based","lease_seconds_max":3600}""")]
    [InlineData("""{"type":"feature_based","bind":"none"}""")]
    [InlineData("""{"type":"feature_based","bind":"machine"}""")]
    [InlineData("""{"type":"concurrent","max_seats":3,"overdraft_seats":0,"hold_revoked_seats":false}""")]
    public void What_is_right_is_taken(string json) => Assert.False(Sample.Parse(json).IsDenied(out _));

    [Fact]
    public void A_feature_has_64_characters_at_most()
    {
        static string Json(int length) => $$"""{"type":"feature_based","features":["{{new string('f', length)}}"]}""";

        Assert.False(Sample.Parse(Json(63)).IsDenied(out _));
        Assert.False(Sample.Parse(Json(64)).IsDenied(out _));
        AssertOneError(Json(65), "policy_json.features[0]");
    }

    [Theory]
    [InlineData(2_047, true)]
    [InlineData(2_048, true)]
    [InlineData(2_049, false)]
    public void The_features_are_2048_bytes_of_json_at_most(int bytes, bool fits)
    {
        // "[" and "]", and for each feature but the last two quotes and a comma: 40 of 47 characters make 2,002 bytes.
        var names = Enumerable.Range(0, 40).Select(i => i.ToString("D2", CultureInfo.InvariantCulture) + new string('f', 45)).ToList();
        names.Add(new string('x', bytes - 2_004));
        Assert.Equal(bytes, JsonSerializer.Serialize(names).Length);

        var spaced = JsonSerializer.Serialize(names).Replace(",", " , ", StringComparison.Ordinal);
        var json = $$"""{"type":"feature_based","features":{{spaced}}}""";

        if (fits)
            Assert.Equal(41, Sample.Policy(json).Features.Length);
        else
            AssertOneError(json, "policy_json.features");
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var denied = Sample.Parse(
            """{"type":"concurrent","max_seats":0,"features":["a","a"],"feature_seats":{"b":0},"lease_seconds":1,"bind":3,"x":1}"""
        );

        Assert.True(denied.IsDenied(out var denial));
        Assert.Equal(DenialCode.BadRequest, denial.Code);
        Assert.Equal(
            [
                "policy_json.bind",
                "policy_json.feature_seats.b",
                "policy_json.feature_seats.b",
                "policy_json.features[1]",
                "policy_json.lease_seconds",
                "policy_json.max_seats",
                "policy_json.x",
            ],
            denial.Errors.Select(error => error.Field).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void An_unknown_type_does_not_hide_what_else_is_wrong()
    {
        Assert.True(Sample.Parse("""{"type":"x","max_seats":0,"grace_seconds":-1,"own":1}""").IsDenied(out var denial));

        Assert.Equal(
            ["policy_json.type", "policy_json.max_seats", "policy_json.grace_seconds"],
            denial.Errors.Select(error => error.Field)
        );
    }

    [Fact]
    public void A_flood_of_problems_is_told_up_to_a_hundred_and_a_long_name_is_cut()
    {
        var many = string.Concat(Enumerable.Range(0, 1_000).Select(i => $",\"{new string('k', 500)}{i}\":1"));

        Assert.True(Sample.Parse($$"""{"type":"feature_based"{{many}}}""").IsDenied(out var denial));

        Assert.Equal(100, denial.Errors.Length);
        Assert.All(denial.Errors, error => Assert.True(error.Field.Length < 120));
    }

    private static FieldError AssertOneError(string json, string field)
    {
        Assert.True(Sample.Parse(json).IsDenied(out var denial));
        Assert.Equal(DenialCode.BadRequest, denial.Code);
        var error = Assert.Single(denial.Errors);
        Assert.Equal(field, error.Field);
        return error;
    }
}

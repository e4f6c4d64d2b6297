using System.Text.Json;
using System.Text.Json.Nodes;
using BigPicture.Domain.Entitlements;
using CsCheck;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class PolicyPropertyTests
{
    private static readonly Gen<string> Leaf = AnyOf(
        "null",
        "true",
        "false",
        "0",
        "1",
        "-0",
        "60",
        "3600",
        "1.0",
        "1e3",
        "1e999",
        "99999999999999999999",
        "\"\"",
        "\"a\"",
        "\"machine\"",
        "\"concurrent\"",
        "\"per_user\"",
        "\"feature_based\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "\"é\"",
        "[]",
        "{}"
    );

    private static readonly Gen<string> Key = AnyOf(
        "type",
        "max_seats",
        "features",
        "feature_seats",
        "machines_per_user",
        "overdraft_seats",
        "lease_seconds",
        "lease_seconds_max",
        "grace_seconds",
        "hold_revoked_seats",
        "bind",
        "usage_signals",
        "other",
        "",
        "a",
        "\\udc00",
        "\\n"
    );

    private static readonly Gen<string> Json = Gen.Recursive<string>(
        (depth, inner) => depth > 3 ? Leaf : Gen.Frequency((3, Leaf), (1, ArrayOf(inner)), (2, ObjectOf(inner)))
    );

    [Fact]
    public void Any_json_is_parsed_or_refused_with_reasons() =>
        Gen.OneOf(Json, ObjectOf(Json))
            .Sample(json =>
            {
                if (Sample.Parse(json).IsDenied(out var denial))
                    Assert.NotEmpty(denial.Errors);
            });

    [Fact]
    public void What_is_parsed_is_restored_equal_and_says_the_same_as_was_sent() =>
        Valid.Sample(json =>
        {
            var policy = Sample.Policy(json);
            var restored = Policy.Restore(policy.Json);

            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(policy.Json)));
            Assert.Equal(JsonSerializer.Serialize(policy), JsonSerializer.Serialize(restored));
        });

    private static Gen<string> Valid =>
        from type in AnyOf("per_user", "per_machine", "concurrent", "feature_based")
        from seats in Gen.Long[1, PolicyLimits.SeatsMost]
        from features in AnyOf("a", "b", "c", "Z.9_-").HashSet[0, 4]
        from pools in Gen.Long[1, PolicyLimits.SeatsMost]
        from length in Gen.Int[PolicyLimits.LeaseSecondsLeast, PolicyLimits.LeaseSecondsMost]
        from flag in Gen.Bool
        select JsonSerializer
            .Serialize(
                new Dictionary<string, object>
                {
                    ["lease_seconds"] = length,
                    ["type"] = type,
                    ["features"] = features,
                    ["feature_seats"] = features.Take(2).ToDictionary(name => name, _ => pools),
                    ["usage_signals"] = flag,
                    [type == "feature_based" ? "grace_seconds" : "max_seats"] = type == "feature_based" ? 5 : seats,
                }
            )
            .Replace(",", flag ? ",\n  " : ",", StringComparison.Ordinal);

    private static Gen<string> AnyOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static Gen<string> ArrayOf(Gen<string> inner) => inner.Array[0, 5].Select(items => $"[{string.Join(',', items)}]");

    private static Gen<string> ObjectOf(Gen<string> inner) =>
        Gen.Select(Key, inner, (key, value) => $"\"{key}\": {value}").Array[0, 8].Select(members => $"{{ {string.Join(", ", members)} }}");
}

using BigPicture.Domain.Shared;
using BigPicture.Protocol.Wire;

namespace BigPicture.Host.Edge.Problems;

/// <summary>The rules of the ladder in the protocol's words.</summary>
internal static class TraceWire
{
    public static TraceLine ToWire(RuleResult result) =>
        new()
        {
            Rule = NameOf(result.Rule),
            Passed = result.Passed,
            Pool = result.Pool,
        };

    public static string NameOf(Rule rule) =>
        rule switch
        {
            Rule.EntitlementActive => RuleNames.EntitlementActive,
            Rule.SyncValid => RuleNames.SyncValid,
            Rule.Subject => RuleNames.Subject,
            Rule.Blocked => RuleNames.Blocked,
            Rule.Features => RuleNames.Features,
            Rule.LicenseType => RuleNames.LicenseType,
            Rule.Seats => RuleNames.Seats,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
        };
}

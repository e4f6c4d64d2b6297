using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using BigPicture.Tests.LicenseTypes;
using Xunit;

namespace BigPicture.Tests.Entitlements;

/// <summary>Asks for a lease that must be refused, and looks at how it was.</summary>
internal static class Refusals
{
    public static LicenseType Concurrent => LicenseTypeCatalog.BuiltIn.Find("concurrent")!;

    public static LeaseAsk Alice => new(Requests.User());

    public static Denial Refused(Entitlement entitlement, LeaseAsk? ask = null, Instant? at = null, Instant? blockedUntil = null) =>
        Refused(entitlement, Concurrent, ask, at, blockedUntil);

    public static Denial Refused(
        Entitlement entitlement,
        LicenseType? type,
        LeaseAsk? ask = null,
        Instant? at = null,
        Instant? blockedUntil = null
    ) =>
        EntitlementEvaluator.Evaluate(entitlement, type, ask ?? Alice, at ?? Sample.Now, blockedUntil).Denial
        ?? throw new InvalidOperationException("It was granted.");

    public static void AssertRefused(DenialCode code, Rule[] rules, Outcome<Grant> outcome)
    {
        Assert.True(outcome.IsDenied(out var denial));
        AssertRefused(code, rules, denial);
    }

    public static void AssertRefused(DenialCode code, Rule[] rules, Denial denial)
    {
        Assert.Equal(code, denial.Code);
        Assert.Equal(Sample.Id, denial.Entitlement);
        Assert.Equal(rules, denial.Trace.Select(line => line.Rule));
        Assert.All(denial.Trace[..^1], line => Assert.True(line.Passed));
        Assert.False(denial.Trace[^1].Passed);
    }
}

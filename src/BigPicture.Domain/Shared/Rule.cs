namespace BigPicture.Domain.Shared;

/// <summary>The rungs of the ladder that a request for a lease climbs, in order of precedence.</summary>
public enum Rule
{
    EntitlementActive,
    SyncValid,
    Subject,
    Blocked,
    Features,
    LicenseType,
    Seats,
}

/// <param name="Pool">The pool that was asked, on a line of <see cref="Rule.Seats"/>.</param>
public readonly record struct RuleResult(Rule Rule, bool Passed, string? Pool = null);

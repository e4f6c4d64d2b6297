using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Edge.Limits;

/// <summary>How many calls a second one caller may make; a burst is what it may save up while it is quiet.</summary>
internal sealed record LimitOptions
{
    public const string Section = "limits";

    /// <summary>Lease calls of one API token: activate, renew, release, validate, status. 1–1,000,000.</summary>
    [ConfigurationKeyName("lease_calls_per_second")]
    public int LeaseCallsPerSecond { get; init; } = 20_000;

    [ConfigurationKeyName("lease_calls_burst")]
    public int LeaseCallsBurst { get; init; } = 40_000;

    /// <summary>All other calls of one API token.</summary>
    [ConfigurationKeyName("other_calls_per_second")]
    public int OtherCallsPerSecond { get; init; } = 500;

    [ConfigurationKeyName("other_calls_burst")]
    public int OtherCallsBurst { get; init; } = 1_000;

    /// <summary>Calls from one address without a valid API token: public routes, and guesses.</summary>
    [ConfigurationKeyName("anonymous_calls_per_second")]
    public int AnonymousCallsPerSecond { get; init; } = 100;

    [ConfigurationKeyName("anonymous_calls_burst")]
    public int AnonymousCallsBurst { get; init; } = 500;
}

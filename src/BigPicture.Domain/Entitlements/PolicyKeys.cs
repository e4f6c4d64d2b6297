using System.Collections.Frozen;

namespace BigPicture.Domain.Entitlements;

/// <summary>The members of <c>policy_json</c> that every license type shares, and those that belong to seats.</summary>
internal static class PolicyKeys
{
    public const string Type = "type";
    public const string MaxSeats = "max_seats";
    public const string Features = "features";
    public const string FeatureSeats = "feature_seats";
    public const string OverdraftSeats = "overdraft_seats";
    public const string LeaseSeconds = "lease_seconds";
    public const string LeaseSecondsMax = "lease_seconds_max";
    public const string GraceSeconds = "grace_seconds";
    public const string HoldRevokedSeats = "hold_revoked_seats";
    public const string Bind = "bind";
    public const string UsageSignals = "usage_signals";

    public static readonly FrozenSet<string> OfSeats = [MaxSeats, OverdraftSeats, HoldRevokedSeats];

    public static readonly FrozenSet<string> OfAll =
    [
        Type,
        Features,
        FeatureSeats,
        LeaseSeconds,
        LeaseSecondsMax,
        GraceSeconds,
        Bind,
        UsageSignals,
    ];

    public static bool IsTaken(string name) => OfSeats.Contains(name) || OfAll.Contains(name);
}

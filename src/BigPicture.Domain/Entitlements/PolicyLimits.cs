namespace BigPicture.Domain.Entitlements;

/// <summary>The ranges of <c>policy_json</c>, for its reader and for whoever checks or explains the same numbers elsewhere.</summary>
public static class PolicyLimits
{
    public const long SeatsMost = 10_000_000;
    public const int FeatureNameMax = 64;

    /// <summary>The array of features as JSON without white space: what it may take of a token.</summary>
    public const int FeaturesBytesMax = 2_048;

    public const int LeaseSecondsLeast = 60;
    public const int LeaseSecondsMost = 7_776_000;
    public const int LeaseSecondsDefault = 3_600;
    public const int GraceSecondsMost = 2_592_000;
}

namespace BigPicture.Protocol.Wire;

/// <summary>Answer of <c>GET /v1/usage/features</c>.</summary>
public sealed record FeatureUseList
{
    /// <summary>One page, by day and feature.</summary>
    public required IReadOnlyList<FeatureDay> Features { get; init; }

    /// <summary>Where the next page starts; absent on the last.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>How often a feature was used on one day, as applications reported it.</summary>
public sealed record FeatureDay
{
    /// <summary>The feature's name.</summary>
    public required string Feature { get; init; }

    /// <summary>The beginning of the day, in UTC.</summary>
    public required DateTimeOffset Day { get; init; }

    /// <summary>How many times.</summary>
    public required long Count { get; init; }
}

namespace BigPicture.LicenseTypes;

/// <summary>What a policy says, as a license type sees it.</summary>
public sealed record LicensePolicy
{
    /// <summary>Seats, 1–10,000,000; 0 for a type that has none.</summary>
    public required long SeatsMax { get; init; }

    /// <summary>Every feature that the entitlement carries.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The values of the type's own keys that the policy sets.</summary>
    public IReadOnlyDictionary<string, long> Terms { get; init; } = new Dictionary<string, long>();
}

/// <summary>A whole number that a license type reads from the policy under a key of its own.</summary>
/// <param name="Name">The key in <c>policy_json</c>: 1–64 of <c>a-z 0-9 _</c>.</param>
/// <param name="Least">The smallest value allowed.</param>
/// <param name="Most">The largest value allowed.</param>
/// <param name="Required">Whether the policy must set it. Default false.</param>
public sealed record PolicyTerm(string Name, long Least, long Most, bool Required = false);

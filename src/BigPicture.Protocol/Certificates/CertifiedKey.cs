using BigPicture.Protocol.Keys;

namespace BigPicture.Protocol.Certificates;

/// <summary>A key that a chain certifies up to a pinned root, with the narrowest of the chain's limits. Holds for good: dates are judged against what it signed.</summary>
public sealed record CertifiedKey
{
    /// <summary>The key.</summary>
    public required VerifyingKey Key { get; init; }

    /// <summary>One of <see cref="KeyUse"/>.</summary>
    public required string Use { get; init; }

    /// <summary>Which life of a server's data it was certified for.</summary>
    public required string Series { get; init; }

    /// <summary>Ids of the keys that certified it, <c>k4.pid</c>: its own parent first, the root last.</summary>
    public required IReadOnlyList<string> Parents { get; init; }

    /// <summary>For a delegate: the uses that it may certify.</summary>
    public IReadOnlyList<string>? MayCertify { get; init; }

    /// <summary>What it signs is issued from here on.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>What it signs ends here at the latest.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>The longest lease, <c>exp - iat</c> in seconds; null: no limit.</summary>
    public int? MaxLeaseSeconds { get; init; }

    /// <summary>The tenants that it may sign for; null: all.</summary>
    public IReadOnlyList<string>? Tenants { get; init; }

    /// <summary>The products that it may sign for; null: all.</summary>
    public IReadOnlyList<string>? Products { get; init; }

    /// <summary>The local server that it belongs to.</summary>
    public string? Server { get; init; }
}

using BigPicture.Protocol.Keys;

namespace BigPicture.Protocol.Certificates;

/// <summary>What an application knows before it sees its first token.</summary>
public sealed record LeaseVerifierOptions
{
    /// <summary>The vendor's root keys, built into the application; at least one. Never fetched from a server.</summary>
    public required IReadOnlyList<VerifyingKey> Roots { get; init; }

    /// <summary>The product that the application is.</summary>
    public required string Audience { get; init; }

    /// <summary>The one server whose tokens are taken; null: any that the roots certify.</summary>
    public string? Issuer { get; init; }
}

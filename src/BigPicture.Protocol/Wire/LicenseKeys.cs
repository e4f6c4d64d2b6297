namespace BigPicture.Protocol.Wire;

/// <summary>Answer of <c>GET /v1/license/keys</c>. For people and tools: an SDK never pins a root that it fetched.</summary>
public sealed record LicenseKeysAnswer
{
    /// <summary>The revision of this protocol that the server speaks; from 1. An SDK sends no field that is newer.</summary>
    public required int ApiRevision { get; init; }

    /// <summary>The vendor's root public keys, <c>k4.public.…</c>.</summary>
    public required IReadOnlyList<string> Roots { get; init; }

    /// <summary>The certificates of the keys in use, <c>v4.public.…</c>.</summary>
    public required IReadOnlyList<string> Certificates { get; init; }
}

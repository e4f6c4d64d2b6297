using System.Text.Json;
using System.Text.Json.Serialization;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>
/// <c>keys.json</c>: which keys there are and what certifies them. It names the files of private keys and holds none. Written last,
/// so that a key counts only once everything about it lies there.
/// </summary>
internal sealed record KeyManifest
{
    public const string FileName = "keys.json";

    public required int Version { get; init; }

    /// <summary>Which life of this server's data the keys belong to.</summary>
    public required string Series { get; init; }

    public required IReadOnlyList<KeyEntry> Roots { get; init; }

    public required IReadOnlyList<KeyEntry> Delegates { get; init; }

    /// <summary>Oldest first, as in each of these lists; the last one signs.</summary>
    public required IReadOnlyList<KeyEntry> LeaseKeys { get; init; }

    public IReadOnlyList<KeyEntry> BundleKeys
    {
        get => field ?? [];
        init;
    }

    public IReadOnlyList<KeyEntry> RevocationKeys
    {
        get => field ?? [];
        init;
    }

    public IReadOnlyList<KeyEntry> ReportKeys
    {
        get => field ?? [];
        init;
    }

    /// <summary>What a delegate certifies: a key for each kind of thing that is signed.</summary>
    public static IReadOnlyList<string> LeafUses => [KeyUse.Lease, KeyUse.Bundle, KeyUse.Revocation, KeyUse.Report];

    [JsonIgnore]
    public IEnumerable<KeyEntry> All => [.. Roots, .. Delegates, .. LeafUses.SelectMany(Of)];

    public IReadOnlyList<KeyEntry> Of(string use) =>
        use switch
        {
            KeyUse.Delegate => Delegates,
            KeyUse.Lease => LeaseKeys,
            KeyUse.Bundle => BundleKeys,
            KeyUse.Revocation => RevocationKeys,
            KeyUse.Report => ReportKeys,
            _ => throw new ArgumentOutOfRangeException(nameof(use), use, "There is no such use."),
        };

    public KeyManifest With(string use, IReadOnlyList<KeyEntry> entries) =>
        use switch
        {
            KeyUse.Delegate => this with { Delegates = entries },
            KeyUse.Lease => this with { LeaseKeys = entries },
            KeyUse.Bundle => this with { BundleKeys = entries },
            KeyUse.Revocation => this with { RevocationKeys = entries },
            KeyUse.Report => this with { ReportKeys = entries },
            _ => throw new ArgumentOutOfRangeException(nameof(use), use, "There is no such use."),
        };

    public string ToJson() => JsonSerializer.Serialize(this, KeyManifestJson.Default.KeyManifest) + "\n";

    /// <exception cref="KeyStoreException">Damaged.</exception>
    public static KeyManifest Parse(string json, string path)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, KeyManifestJson.Default.KeyManifest);
            if (manifest is { Version: 1, Roots.Count: > 0, LeaseKeys.Count: > 0 })
                return manifest;
            throw KeyFiles.Damaged(path);
        }
        catch (JsonException e)
        {
            throw KeyFiles.Damaged(path, e);
        }
    }
}

/// <param name="Key">The public key, <c>k4.public</c>.</param>
/// <param name="Chain">Its certificates up to but without the root, its own first; empty for a root.</param>
internal sealed record KeyEntry(string Key, IReadOnlyList<string> Chain)
{
    /// <summary>The private key's file: <c>lease-….key</c>. May be gone where the private part is kept elsewhere.</summary>
    public required string File { get; init; }

    /// <exception cref="KeyStoreException">Damaged.</exception>
    public VerifyingKey PublicKey(string manifestPath) =>
        VerifyingKey.TryParse(Key, out var key) ? key : throw KeyFiles.Damaged(manifestPath);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(KeyManifest))]
internal sealed partial class KeyManifestJson : JsonSerializerContext;

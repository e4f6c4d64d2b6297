using System.Text.Json;
using System.Text.Json.Serialization;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
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

    /// <summary>Made here, and asking to be certified by a key that lies elsewhere.</summary>
    public IReadOnlyList<WaitingKey> Waiting
    {
        get => field ?? [];
        init;
    }

    /// <summary>What a delegate certifies: a key for each kind of thing that is signed.</summary>
    public static IReadOnlyList<string> LeafUses => [KeyUse.Lease, KeyUse.Bundle, KeyUse.Revocation, KeyUse.Report];

    /// <summary>What a key is certified for.</summary>
    public static IReadOnlyList<string> Uses => [KeyUse.Delegate, .. LeafUses];

    [JsonIgnore]
    public IEnumerable<KeyEntry> All => [.. Roots, .. Uses.SelectMany(Of)];

    /// <summary>Every key whose private part may lie here, those that wait among them.</summary>
    [JsonIgnore]
    public IEnumerable<KeyEntry> Kept =>
        All.Concat(Waiting.Select(waiting => new KeyEntry(waiting.Key, []) { File = waiting.File })).DistinctBy(entry => entry.File);

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

    /// <summary>For a life of its own.</summary>
    public static KeyManifest Empty(TimeProvider time) =>
        new()
        {
            Version = 1,
            Series = TypeId.Format("series", TypeId.New(time.GetUtcNow())),
            Roots = [],
            Delegates = [],
            LeaseKeys = [],
        };

    public string ToJson() => JsonSerializer.Serialize(this, KeyManifestJson.Default.KeyManifest) + "\n";

    /// <exception cref="KeyStoreException">Damaged.</exception>
    public static KeyManifest Parse(string json, string path)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, KeyManifestJson.Default.KeyManifest);
            if (manifest is { Version: 1, Roots: not null, Delegates: not null, LeaseKeys: not null })
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

    /// <summary>Since when it signs nothing new, and why; null: it is in use.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KeyRetirement? Retired { get; init; }

    [JsonIgnore]
    public bool IsWithdrawn => Retired?.Reason == ServerKey.Compromised;

    /// <exception cref="KeyStoreException">Damaged.</exception>
    public VerifyingKey PublicKey(string manifestPath) =>
        VerifyingKey.TryParse(Key, out var key) ? key : throw KeyFiles.Damaged(manifestPath);
}

/// <param name="Use">What it shall sign.</param>
/// <param name="Key">The public key, <c>k4.public</c>.</param>
/// <param name="File">The private key's file.</param>
internal sealed record WaitingKey(string Use, string Key, string File);

/// <param name="At">Seconds since 1970.</param>
/// <param name="Reason">One of the reasons of <see cref="ServerKey"/>.</param>
internal sealed record KeyRetirement(long At, string Reason);

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

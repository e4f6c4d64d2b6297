using System.Security.Cryptography;
using System.Text;
using BigPicture.Domain.Shared;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>What keys lie in a data directory, for an operator.</summary>
public static class KeyInventory
{
    /// <summary>The longest grace of the protocol.</summary>
    private const int GraceSecondsMax = 2_592_000;

    private static readonly byte[] Sample = Encoding.UTF8.GetBytes("bigpicture.sample");

    /// <summary>Opens every private part that lies there, signs with it, and verifies as an application does.</summary>
    /// <returns>Every key that <c>keys.json</c> names, roots first; what is wrong with one stands with it.</returns>
    /// <exception cref="KeyStoreException"><c>keys.json</c> is missing or damaged: nothing is known of any key.</exception>
    public static IReadOnlyList<KeyListing> Read(KeyStoreOptions options)
    {
        var (manifest, path) = KeyStore.ReadManifest(options);
        var roots = manifest.Roots.Select(root => root.PublicKey(path)).ToList();
        return
        [
            .. manifest.Roots.Select(entry => List(entry, "root")),
            .. KeyManifest.Uses.SelectMany(use => manifest.Of(use).Select(entry => List(entry, use))),
            .. manifest.Waiting.Select(waiting =>
                List(new KeyEntry(waiting.Key, []) { File = waiting.File }, waiting.Use) with
                {
                    State = KeyState.Waiting,
                }
            ),
        ];

        KeyListing List(KeyEntry entry, string use)
        {
            var listing = new KeyListing(entry.PublicKey(path).Id, use, entry.Key, entry.Chain, entry.File)
            {
                State = StateOf(entry, use, manifest),
                RetiredAt = entry.Retired is { } retired ? new Instant(retired.At) : null,
                RetiredFor = entry.Retired?.Reason,
            };
            try
            {
                listing = Dated(listing, entry, roots, path);
                return listing with { Kept = Prove(options, entry, path, isNeeded: use == KeyUse.Lease && !entry.IsWithdrawn) };
            }
            catch (KeyStoreException e)
            {
                return listing with { Problem = e };
            }
        }
    }

    // Of each kind the newest in use signs; of roots and delegates, all in use may certify.
    private static KeyState StateOf(KeyEntry entry, string use, KeyManifest manifest) =>
        entry switch
        {
            { IsWithdrawn: true } => KeyState.Withdrawn,
            { Retired: not null } => KeyState.Retired,
            _ when KeyManifest.LeafUses.Contains(use) && entry == manifest.Of(use).Last(other => other.Retired is null) => KeyState.Signs,
            _ => KeyState.InUse,
        };

    /// <summary>The public keys that applications pin, <c>k4.public</c>.</summary>
    /// <exception cref="KeyStoreException"><c>keys.json</c> is missing or damaged.</exception>
    public static IReadOnlyList<string> Roots(KeyStoreOptions options) =>
        [.. KeyStore.ReadManifest(options).Manifest.Roots.Where(root => !root.IsWithdrawn).Select(root => root.Key)];

    /// <summary>A print of the keys as they are certified now: it changes with every key that is made or retired.</summary>
    /// <exception cref="KeyStoreException">Missing.</exception>
    public static string Fingerprint(KeyStoreOptions options) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(KeyFiles.Read(Path.Combine(options.KeyDirectory, KeyManifest.FileName))))
        );

    private static KeyListing Dated(KeyListing listing, KeyEntry entry, IReadOnlyList<VerifyingKey> roots, string path)
    {
        if (entry.Chain.Count == 0)
            return listing;
        return CertificateChain.TryVerify(entry.Chain, roots, out var certified, out _)
            ? listing with
            {
                NotBefore = Instant.From(certified.NotBefore),
                NotAfter = Instant.From(certified.NotAfter),
                Root = certified.Parents[^1],
                VerifiesUntil = VerifiesUntil(listing, certified),
            }
            : throw KeyFiles.Damaged(path);
    }

    /// <summary>The latest end, grace and all, of a lease that it signed while it was in use.</summary>
    private static Instant? VerifiesUntil(KeyListing listing, CertifiedKey certified)
    {
        if (listing is not { State: KeyState.Retired, Use: KeyUse.Lease, RetiredAt: { } at })
            return null;
        var longest = (long)(certified.MaxLeaseSeconds ?? KeyCertificates.LeaseSecondsMax) + GraceSecondsMax;
        return Instant.Min(at + longest, Instant.From(certified.NotAfter));
    }

    private static KeptAs Prove(KeyStoreOptions options, KeyEntry entry, string path, bool isNeeded)
    {
        if (!isNeeded && !SecretFiles.IsHere(options, entry))
            return KeptAs.Elsewhere;
        using var signer = SecretFiles.Open(options, entry, out var isSealed);
        var signature = new byte[64];
        signer.Sign(Sample, signature);
        return entry.PublicKey(path).Verifies(Sample, signature)
            ? isSealed
                ? KeptAs.UnderPassphrase
                : KeptAs.Plain
            : throw KeyFiles.Damaged(Path.Combine(options.KeyDirectory, entry.File));
    }
}

/// <param name="Id"><c>k4.pid</c></param>
/// <param name="Use"><c>root</c>, or one of <see cref="KeyUse"/>.</param>
/// <param name="PublicKey"><c>k4.public</c></param>
/// <param name="Chain">Its certificates, its own first, up to but without the root.</param>
/// <param name="File">Where its private part lies, below the directory of keys.</param>
public sealed record KeyListing(string Id, string Use, string PublicKey, IReadOnlyList<string> Chain, string File)
{
    /// <summary>What it signs is issued from here on; null: a root has no dates.</summary>
    public Instant? NotBefore { get; init; }

    /// <summary>The earliest end among its certificates.</summary>
    public Instant? NotAfter { get; init; }

    /// <summary>Null where that could not be found out: see <see cref="Problem"/>.</summary>
    public KeptAs? Kept { get; init; }

    public KeyState State { get; init; }

    /// <summary>Whether it signs what is new of its use.</summary>
    public bool IsCurrent => State == KeyState.Signs;

    /// <summary>The id of the root that its certificates lead to.</summary>
    public string? Root { get; init; }

    public Instant? RetiredAt { get; init; }

    /// <summary><c>rotated</c>, <c>retired</c> or <c>compromised</c>.</summary>
    public string? RetiredFor { get; init; }

    /// <summary>Of a lease key that is retired: until then a token of it may still be shown.</summary>
    public Instant? VerifiesUntil { get; init; }

    /// <summary>Why it cannot be used; null: it can, or its private part is kept elsewhere.</summary>
    public KeyStoreException? Problem { get; init; }
}

/// <summary>What a key is there for.</summary>
public enum KeyState
{
    /// <summary>It may sign: a root or a delegate; or an older key of its use, which nobody has retired.</summary>
    InUse,

    /// <summary>It signs what is new of its use.</summary>
    Signs,

    /// <summary>It asks to be certified elsewhere.</summary>
    Waiting,

    /// <summary>It signs nothing new, and what it signed counts.</summary>
    Retired,

    /// <summary>Nothing counts that it signed or certified.</summary>
    Withdrawn,
}

/// <summary>How a private part lies there.</summary>
public enum KeptAs
{
    Plain,
    UnderPassphrase,

    /// <summary>Not on this server.</summary>
    Elsewhere,
}

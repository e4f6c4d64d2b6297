using System.Security.Cryptography;
using System.Text;
using BigPicture.Domain.Shared;
using BigPicture.Protocol.Certificates;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>What keys lie in a data directory, for an operator.</summary>
public static class KeyInventory
{
    private static readonly byte[] Sample = Encoding.UTF8.GetBytes("bigpicture.sample");

    /// <summary>Opens every private part that lies there, signs with it, and verifies as an application does.</summary>
    /// <returns>Every key that <c>keys.json</c> names, roots first; what is wrong with one stands with it.</returns>
    /// <exception cref="KeyStoreException"><c>keys.json</c> is missing or damaged: nothing is known of any key.</exception>
    public static IReadOnlyList<KeyListing> Read(KeyStoreOptions options)
    {
        var (manifest, path) = KeyStore.ReadManifest(options);
        return
        [
            .. manifest.Roots.Select(entry => List(entry, "root")),
            .. manifest.Delegates.Select(entry => List(entry, KeyUse.Delegate)),
            .. KeyManifest.LeafUses.SelectMany(use =>
                manifest.Of(use).Select(entry => List(entry, use) with { IsCurrent = entry == manifest.Of(use)[^1] })
            ),
        ];

        KeyListing List(KeyEntry entry, string use)
        {
            var listing = new KeyListing(entry.PublicKey(path).Id, use, entry.Key, entry.Chain, entry.File);
            try
            {
                listing = Dated(listing, entry, manifest, path);
                return listing with { Kept = Prove(options, entry, path, isNeeded: use == KeyUse.Lease) };
            }
            catch (KeyStoreException e)
            {
                return listing with { Problem = e };
            }
        }
    }

    /// <summary>The public keys that applications pin, <c>k4.public</c>.</summary>
    /// <exception cref="KeyStoreException"><c>keys.json</c> is missing or damaged.</exception>
    public static IReadOnlyList<string> Roots(KeyStoreOptions options) =>
        [.. KeyStore.ReadManifest(options).Manifest.Roots.Select(root => root.Key)];

    /// <summary>A print of the keys as they are certified now: it changes with every key that is made or retired.</summary>
    /// <exception cref="KeyStoreException">Missing.</exception>
    public static string Fingerprint(KeyStoreOptions options) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(KeyFiles.Read(Path.Combine(options.KeyDirectory, KeyManifest.FileName))))
        );

    private static KeyListing Dated(KeyListing listing, KeyEntry entry, KeyManifest manifest, string path)
    {
        if (entry.Chain.Count == 0)
            return listing;
        var roots = manifest.Roots.Select(root => root.PublicKey(path)).ToList();
        return CertificateChain.TryVerify(entry.Chain, roots, out var certified, out _)
            ? listing with
            {
                NotBefore = Instant.From(certified.NotBefore),
                NotAfter = Instant.From(certified.NotAfter),
            }
            : throw KeyFiles.Damaged(path);
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

    /// <summary>Whether it signs what is new of its use.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>Why it cannot be used; null: it can, or its private part is kept elsewhere.</summary>
    public KeyStoreException? Problem { get; init; }
}

/// <summary>How a private part lies there.</summary>
public enum KeptAs
{
    Plain,
    UnderPassphrase,

    /// <summary>Not on this server.</summary>
    Elsewhere,
}

using System.Text;
using BigPicture.Domain.Shared;
using BigPicture.Protocol.Certificates;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>What keys lie in a data directory, for an operator: read from <c>keys.json</c>, which holds no private part.</summary>
public static class KeyInventory
{
    private static readonly byte[] Sample = Encoding.UTF8.GetBytes("bigpicture.sample");

    /// <exception cref="KeyStoreException">Missing or damaged.</exception>
    public static PublicKeys Read(KeyStoreOptions options)
    {
        var (manifest, path) = KeyStore.ReadManifest(options);
        return new PublicKeys(
            [.. manifest.Roots.Select(root => root.PublicKey(path).Paserk)],
            [.. manifest.All.SelectMany(entry => entry.Chain).Distinct()],
            [.. manifest.LeaseKeys.Select(entry => EndOf(entry, manifest, path))]
        );
    }

    /// <summary>Opens every private part that lies there, signs with it, and verifies as an application does.</summary>
    /// <returns>How many private parts lie there: lease keys always do, the others may be kept elsewhere.</returns>
    /// <exception cref="KeyStoreException">One cannot be used, or does not belong to its public part.</exception>
    public static int Prove(KeyStoreOptions options)
    {
        KeyStore.Open(options).Dispose(); // The lease keys with their chains, as a server opens them.
        var (manifest, path) = KeyStore.ReadManifest(options);
        var signature = new byte[64];
        var count = 0;
        foreach (var entry in manifest.All.Where(entry => File.Exists(Path.Combine(options.KeyDirectory, entry.File))))
        {
            using var signer = KeyStore.OpenPrivate(options, entry);
            signer.Sign(Sample, signature);
            if (!entry.PublicKey(path).Verifies(Sample, signature))
                throw KeyFiles.Damaged(Path.Combine(options.KeyDirectory, entry.File));
            count++;
        }
        return count;
    }

    private static KeyEnd EndOf(KeyEntry entry, KeyManifest manifest, string path)
    {
        var roots = manifest.Roots.Select(root => root.PublicKey(path)).ToList();
        return CertificateChain.TryVerify(entry.Chain, roots, out var certified, out _)
            ? new KeyEnd(certified.Key.Id, Instant.From(certified.NotBefore), Instant.From(certified.NotAfter))
            : throw KeyFiles.Damaged(path);
    }
}

/// <param name="Roots">Public keys, <c>k4.public</c>.</param>
/// <param name="Certificates">Without repeats.</param>
/// <param name="LeaseKeys">Oldest first; the last one signs.</param>
public sealed record PublicKeys(IReadOnlyList<string> Roots, IReadOnlyList<string> Certificates, IReadOnlyList<KeyEnd> LeaseKeys);

/// <param name="Id"><c>k4.pid</c></param>
/// <param name="NotAfter">The earliest end among its certificates.</param>
public sealed record KeyEnd(string Id, Instant NotBefore, Instant NotAfter);

using System.Security.Cryptography;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Adds a lease key to those of a data directory, certified by its delegate.</summary>
public static class LeaseKeyAddition
{
    /// <returns>The new key's id, <c>k4.pid</c>.</returns>
    /// <exception cref="KeyStoreException">The keys cannot be read, or the delegate's private part is kept elsewhere.</exception>
    public static string Add(KeyStoreOptions options, TimeProvider time)
    {
        var (manifest, path) = KeyStore.ReadManifest(options);
        var parent = manifest.Delegates[^1];
        var secret = KeyStore.ReadSecret(options, parent);
        using var signer = new Ed25519Signer(secret.AsSpan(0, Ed25519Signer.SeedLength));
        CryptographicOperations.ZeroMemory(secret);

        using var key = new NewKey("lease");
        var certificate = KeyCeremony.CertifyLease(key.Signer.PublicKey, manifest.Series, time.GetUtcNow());
        KeyFiles.Write(Path.Combine(options.KeyDirectory, key.FileName), key.ToPaserk(options.ReadPassphrase()) + "\n");
        var entry = key.Entry([certificate.Sign(signer), .. parent.Chain]);
        // Last, so that the key counts only once everything about it lies there.
        KeyFiles.Write(path, (manifest with { LeaseKeys = [.. manifest.LeaseKeys, entry] }).ToJson());
        return key.Signer.PublicKey.Id;
    }
}

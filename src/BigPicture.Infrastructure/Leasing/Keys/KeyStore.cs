using System.Security.Cryptography;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Makes, keeps and opens the signing keys of a server, as files that only its user may read.</summary>
public static class KeyStore
{
    /// <summary>Makes root, delegate and lease key, and writes them into the data directory.</summary>
    /// <returns>The ring, open.</returns>
    /// <exception cref="KeyStoreException">There are keys already, or the passphrase is unusable.</exception>
    public static KeyRing Create(KeyStoreOptions options, TimeProvider time)
    {
        var manifestPath = Path.Combine(options.KeyDirectory, KeyManifest.FileName);
        if (File.Exists(manifestPath))
            throw new KeyStoreException(KeyStoreFault.AlreadyThere, $"{options.KeyDirectory} holds keys already; nothing overwrites them.");
        var passphrase = options.ReadPassphrase();

        using var ceremony = new KeyCeremony(time.GetUtcNow());
        KeyFiles.CreateDirectory(options.KeyDirectory);
        foreach (var key in (NewKey[])[ceremony.Root, ceremony.Delegate, ceremony.Lease])
            KeyFiles.Write(Path.Combine(options.KeyDirectory, key.FileName), key.ToPaserk(passphrase) + "\n");
        KeyFiles.Write(manifestPath, ceremony.Manifest.ToJson());
        return Open(options);
    }

    /// <summary>Makes keys that live and die with the process, for <c>serve --dev</c> and tests.</summary>
    public static KeyRing CreateInMemory(TimeProvider time)
    {
        using var ceremony = new KeyCeremony(time.GetUtcNow());
        return Open(
            ceremony.Manifest,
            KeyManifest.FileName,
            _ => (ceremony.Lease.ToPaserk(passphrase: null), ceremony.Lease.FileName),
            null
        );
    }

    /// <summary>Opens the keys of the data directory. Only lease keys are needed in private; root and delegate may be kept elsewhere.</summary>
    /// <exception cref="KeyStoreException">Missing, damaged, readable by others, under another passphrase, or public knowledge.</exception>
    /// <param name="known">Opened before: what it has is not opened again, and where nothing was changed it is answered itself.</param>
    public static KeyRing Open(KeyStoreOptions options, KeyRing? known = null)
    {
        var (text, path) = ReadManifestText(options);
        if (known?.Source == text)
            return known;
        var manifest = KeyManifest.Parse(text, path);
        return Open(manifest, path, entry => ReadKeyFile(options, entry), options.ReadPassphrase(), known, text);
    }

    internal static (KeyManifest Manifest, string Path) ReadManifest(KeyStoreOptions options)
    {
        var (text, path) = ReadManifestText(options);
        return (KeyManifest.Parse(text, path), path);
    }

    private static (string Text, string Path) ReadManifestText(KeyStoreOptions options)
    {
        var path = Path.Combine(options.KeyDirectory, KeyManifest.FileName);
        if (!File.Exists(path))
            throw new KeyStoreException(
                KeyStoreFault.Missing,
                $"{options.KeyDirectory} holds no keys; run `bigpicture init` for a new server."
            );
        return (KeyFiles.Read(path), path);
    }

    internal static Ed25519Signer OpenPrivate(KeyStoreOptions options, KeyEntry entry, out bool isSealed)
    {
        var (paserk, path) = ReadKeyFile(options, entry);
        isSealed = !IsPlain(paserk);
        return OpenPrivate(paserk.Trim(), path, entry, options.ReadPassphrase());
    }

    private static KeyRing Open(
        KeyManifest manifest,
        string manifestPath,
        Func<KeyEntry, (string Paserk, string Path)> read,
        byte[]? passphrase,
        KeyRing? known = null,
        string source = ""
    )
    {
        foreach (var entry in manifest.All)
            RefusePublished(entry.PublicKey(manifestPath), entry.File);

        List<VerifyingKey> roots = [.. manifest.Roots.Select(root => root.PublicKey(manifestPath))];
        var isEncrypted = false;
        var leaseKeys = new List<LeaseSigningKey>();
        foreach (var entry in manifest.LeaseKeys)
        {
            var isSound = CertificateChain.TryVerify(entry.Chain, roots, out var certified, out var error);
            if (!isSound || certified!.Use != KeyUse.Lease || !certified.Key.Equals(entry.PublicKey(manifestPath)))
                throw new KeyStoreException(
                    KeyStoreFault.Damaged,
                    $"{manifestPath}: the chain of {entry.File} is not sound ({error}); restore it from a backup."
                );
            var (paserk, path) = read(entry);
            isEncrypted = !IsPlain(paserk);
            leaseKeys.Add(
                known?.Find(certified.Key.Id) is { } open && open.Footer.Chain.SequenceEqual(entry.Chain)
                    ? open
                    : new LeaseSigningKey(OpenPrivate(paserk.Trim(), path, entry, passphrase), entry.Chain, certified)
            );
        }
        string[] certificates = [.. manifest.All.SelectMany(entry => entry.Chain).Distinct()];
        return new KeyRing(roots, certificates, leaseKeys, isEncrypted, source);
    }

    internal static (string Paserk, string Path) ReadKeyFile(KeyStoreOptions options, KeyEntry entry)
    {
        // The manifest names files in its own directory; a path out of it is damage, or an attack.
        if (entry.File != Path.GetFileName(entry.File))
            throw KeyFiles.Damaged(Path.Combine(options.KeyDirectory, KeyManifest.FileName));
        var path = Path.Combine(options.KeyDirectory, entry.File);
        return (KeyFiles.Read(path), path);
    }

    /// <returns>64 bytes: seed, then the public key that belongs to it; the caller clears them.</returns>
    internal static byte[] ReadSecret(KeyStoreOptions options, KeyEntry entry)
    {
        var (paserk, path) = ReadKeyFile(options, entry);
        var secret = ReadSecret(paserk.Trim(), path, options.ReadPassphrase());
        using var signer = new Ed25519Signer(secret.AsSpan(0, Ed25519Signer.SeedLength));
        return signer.PublicKey.Paserk == entry.Key ? secret : throw KeyFiles.Damaged(path);
    }

    internal static bool IsPlain(string paserk) => paserk.StartsWith("k4.secret.", StringComparison.Ordinal);

    private static Ed25519Signer OpenPrivate(string paserk, string path, KeyEntry entry, byte[]? passphrase)
    {
        var secret = ReadSecret(paserk, path, passphrase);
        var signer = new Ed25519Signer(secret.AsSpan(0, Ed25519Signer.SeedLength));
        CryptographicOperations.ZeroMemory(secret);
        if (signer.PublicKey.Paserk == entry.Key)
            return signer;
        signer.Dispose();
        throw KeyFiles.Damaged(path);
    }

    private static byte[] ReadSecret(string paserk, string path, byte[]? passphrase)
    {
        if (!PaserkText.TryParseSecret(paserk, out var secret))
            return Unwrap(paserk, path, passphrase);
        return passphrase is null
            ? secret
            : throw new KeyStoreException(
                KeyStoreFault.Unsealed,
                $"{path} lies in plain although a passphrase is given; put it under the passphrase with `bigpicture keys seal`, or give none."
            );
    }

    private static byte[] Unwrap(string paserk, string path, byte[]? passphrase)
    {
        if (!WrappedSecret.TryParse(paserk, out var wrapped))
            throw KeyFiles.Damaged(path);
        if (passphrase is null)
        {
            throw new KeyStoreException(
                KeyStoreFault.PassphraseMissing,
                $"{path} is under a passphrase; set BIGPICTURE_KEY_PASSPHRASE or BIGPICTURE_KEY_PASSPHRASE_FILE."
            );
        }
        if (wrapped.TryUnwrap(passphrase, NativeArgon2id.Hash, out var secret))
            return secret;
        throw new KeyStoreException(
            KeyStoreFault.PassphraseWrong,
            $"The passphrase does not open {path}: it is another one, or the file was changed. Check BIGPICTURE_KEY_PASSPHRASE."
        );
    }

    private static void RefusePublished(VerifyingKey key, string file)
    {
        if (PublicVectorKeys.Contains(key))
        {
            throw new KeyStoreException(
                KeyStoreFault.Published,
                $"{file} holds {key.Id}, a key from public test vectors that everybody can sign with; make new keys with `bigpicture init`."
            );
        }
    }
}

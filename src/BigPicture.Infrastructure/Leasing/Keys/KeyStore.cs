using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Makes, keeps and opens the signing keys of a server, as files that only its user may read.</summary>
public static class KeyStore
{
    /// <summary>Makes root, delegate and what it certifies, and writes them into the data directory.</summary>
    /// <returns>The ring, open.</returns>
    /// <exception cref="KeyStoreException">There are keys already, or the passphrase is unusable.</exception>
    public static KeyRing Create(KeyStoreOptions options, TimeProvider time)
    {
        using var ceremony = new KeyCeremony(time.GetUtcNow());
        Write(options, ceremony.Keys, ceremony.Manifest);
        return Open(options);
    }

    /// <summary>
    /// For a server whose root never comes near it: makes a delegate, which waits for its certificate. Everything else is made when that comes.
    /// </summary>
    /// <returns>The delegate's request, for <c>keys certify</c> where the root lies.</returns>
    /// <exception cref="KeyStoreException">There are keys already, or the passphrase is unusable.</exception>
    public static string CreateWaiting(KeyStoreOptions options, TimeProvider time)
    {
        using var key = new NewKey(KeyUse.Delegate);
        var manifest = KeyManifest.Empty(time) with { Waiting = [key.Waiting(KeyUse.Delegate)] };
        Write(options, [key], manifest);
        return key.Request(KeyUse.Delegate, manifest.Series, time.GetUtcNow());
    }

    /// <summary>A root and nothing else, for a machine that only certifies.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="KeyStoreException">There are keys already, or the passphrase is unusable.</exception>
    public static string CreateRoot(KeyStoreOptions options, TimeProvider time)
    {
        using var key = new NewKey("root");
        Write(options, [key], KeyManifest.Empty(time) with { Roots = [key.Entry()] });
        return key.Signer.PublicKey.Id;
    }

    /// <summary>Whether there are keys in the directory, usable or not.</summary>
    public static bool Exists(KeyStoreOptions options) => File.Exists(Path.Combine(options.KeyDirectory, KeyManifest.FileName));

    /// <summary>Makes keys that live and die with the process, for <c>serve --dev</c> and tests.</summary>
    public static KeyRing CreateInMemory(TimeProvider time)
    {
        using var ceremony = new KeyCeremony(time.GetUtcNow());
        var secrets = ceremony.Keys.ToDictionary(key => key.FileName, key => key.ToPaserk(passphrase: null));
        return new KeyRingOpening(
            ceremony.Manifest,
            KeyManifest.FileName,
            entry => (secrets[entry.File], entry.File),
            Passphrase: null
        ).Open(source: "");
    }

    /// <summary>
    /// Opens the keys of the data directory. Only lease keys are needed in private: root and delegate may be kept elsewhere, and what
    /// signs nothing but lists and bundles may be missing.
    /// </summary>
    /// <exception cref="KeyStoreException">Missing, damaged, readable by others, under another passphrase, or public knowledge.</exception>
    /// <param name="known">Opened before: what it has is not opened again, and where nothing was changed it is answered itself.</param>
    public static KeyRing Open(KeyStoreOptions options, KeyRing? known = null)
    {
        var (text, path) = ReadManifestText(options);
        if (known?.Source == text)
            return known;
        var manifest = KeyManifest.Parse(text, path);
        foreach (var entry in manifest.All)
            RefusePublished(entry.PublicKey(path), entry.File);
        return new KeyRingOpening(manifest, path, entry => Read(options, entry), options.ReadPassphrase()).Open(text, known);
    }

    internal static (KeyManifest Manifest, string Path) ReadManifest(KeyStoreOptions options)
    {
        var (text, path) = ReadManifestText(options);
        return (KeyManifest.Parse(text, path), path);
    }

    private static void Write(KeyStoreOptions options, IEnumerable<NewKey> keys, KeyManifest manifest)
    {
        if (Exists(options))
            throw new KeyStoreException(KeyStoreFault.AlreadyThere, $"{options.KeyDirectory} holds keys already; nothing overwrites them.");
        var passphrase = options.ReadPassphrase();
        KeyFiles.CreateDirectory(options.KeyDirectory);
        foreach (var key in keys)
            KeyFiles.Write(Path.Combine(options.KeyDirectory, key.FileName), key.ToPaserk(passphrase) + "\n");
        KeyFiles.Write(Path.Combine(options.KeyDirectory, KeyManifest.FileName), manifest.ToJson());
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

    private static (string Paserk, string Path)? Read(KeyStoreOptions options, KeyEntry entry) =>
        SecretFiles.IsHere(options, entry) ? SecretFiles.ReadText(options, entry) : null;

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

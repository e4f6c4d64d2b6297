using BigPicture.Protocol.Certificates;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>
/// A change of the keys in a data directory, by one process at a time. A server that runs takes up what was saved by itself.
/// </summary>
internal sealed class KeyChange : IDisposable
{
    private const string LockFile = "keys.lock";

    private readonly KeyStoreOptions options;
    private readonly TimeProvider time;
    private readonly string path;
    private readonly FileStream held;

    /// <exception cref="KeyStoreException">There are no keys, they cannot be read, or another process changes them.</exception>
    public KeyChange(KeyStoreOptions options, TimeProvider time)
    {
        (this.options, this.time) = (options, time);
        KeyStore.ReadManifest(options);
        held = Take(Path.Combine(options.KeyDirectory, LockFile));
        (Manifest, path) = KeyStore.ReadManifest(options);
    }

    public KeyManifest Manifest { get; private set; }

    /// <summary>The delegate that may certify this use and whose private part lies here; null: it is kept elsewhere.</summary>
    public KeyEntry? ParentOf(string use) =>
        Manifest.Delegates.LastOrDefault(entry => SecretFiles.IsHere(options, entry) && MayCertify(entry, use));

    /// <summary>Makes a key and writes its private part; it counts once the change is saved.</summary>
    /// <returns>Its id, <c>k4.pid</c>.</returns>
    public string Add(string use, KeyEntry parent)
    {
        using var signer = SecretFiles.Open(options, parent, out _);
        using var key = new NewKey(use);
        var certificate = KeyCertificates.Of(use, key.Signer.PublicKey, Manifest.Series, time.GetUtcNow());
        KeyFiles.Write(Path.Combine(options.KeyDirectory, key.FileName), key.ToPaserk(options.ReadPassphrase()) + "\n");
        Manifest = Manifest.With(use, [.. Manifest.Of(use), key.Entry([certificate.Sign(signer), .. parent.Chain])]);
        return key.Signer.PublicKey.Id;
    }

    /// <summary>Last, so that a key counts only once everything about it lies there.</summary>
    public void Save() => KeyFiles.Write(path, Manifest.ToJson());

    public void Dispose() => held.Dispose();

    private bool MayCertify(KeyEntry entry, string use) =>
        CertificateChain.TryVerify(entry.Chain, [.. Manifest.Roots.Select(root => root.PublicKey(path))], out var certified, out _)
        && certified.MayCertify?.Contains(use) == true;

    // The file stays: whoever took it away would let two others have it.
    private static FileStream Take(string path)
    {
        try
        {
            return File.Exists(path)
                ? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)
                : KeyFiles.Create(path, FileAccess.ReadWrite);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new KeyStoreException(KeyStoreFault.Busy, $"Another process changes the keys beside {path}; try again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException(
                KeyStoreFault.ReadOnly,
                $"Nothing can be written beside {path} ({e.Message}); change the keys where they were made, then bring them here.",
                e
            );
        }
    }
}

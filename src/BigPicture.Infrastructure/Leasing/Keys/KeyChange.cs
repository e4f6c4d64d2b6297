using System.Diagnostics.CodeAnalysis;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;

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

    public KeyManifest Manifest { get; set; }

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The delegate that may certify this use: under the oldest root in use, the newest whose private part lies here.</summary>
    public KeyEntry? ParentOf(string use)
    {
        var here = Manifest.Delegates.Where(entry => entry.Retired is null && SecretFiles.IsHere(options, entry)).ToList();
        return RootsInUse
            .Select(root => here.LastOrDefault(entry => MayCertify(entry, use, root)))
            .FirstOrDefault(entry => entry is not null);
    }

    /// <summary>What certifies a new key of this use: a root a delegate, a delegate everything else. Null: nothing that may lies here.</summary>
    public KeyEntry? IssuerOf(string use) => use == KeyUse.Delegate ? RootHere : ParentOf(use);

    /// <summary>The oldest root in use whose private part lies here.</summary>
    public KeyEntry? RootHere => RootsInUse.FirstOrDefault(root => SecretFiles.IsHere(options, root));

    public IEnumerable<KeyEntry> RootsInUse => Manifest.Roots.Where(root => root.Retired is null);

    /// <summary>Makes a key and writes its private part; it counts once the change is saved.</summary>
    /// <returns>Its id, <c>k4.pid</c>.</returns>
    public string Add(string use, KeyEntry parent)
    {
        TryVerify(parent, out var certified);
        using var signer = SecretFiles.Open(options, parent, out _);
        using var key = Make(use);
        var certificate = KeyCertificates.Of(use, key.Signer.PublicKey, Manifest.Series, Now);
        if (certified is not null)
            certificate = certificate.Below(certified);
        Append(use, key.Entry([certificate.Sign(signer), .. parent.Chain]));
        return key.Signer.PublicKey.Id;
    }

    public NewKey Make(string role)
    {
        var key = new NewKey(role);
        KeyFiles.Write(Path.Combine(options.KeyDirectory, key.FileName), key.ToPaserk(options.ReadPassphrase()) + "\n");
        return key;
    }

    public void Append(string use, KeyEntry entry) => Manifest = Manifest.With(use, [.. Manifest.Of(use), entry]);

    /// <summary>Marks what is still in use of those; what was withdrawn stays so.</summary>
    public void Retire(Func<KeyEntry, bool> which, string reason)
    {
        var mark = new KeyRetirement(Instant.From(Now).UnixSeconds, reason);
        Manifest = Manifest with { Roots = Marked(Manifest.Roots) };
        foreach (var use in KeyManifest.Uses)
            Manifest = Manifest.With(use, Marked(Manifest.Of(use)));

        List<KeyEntry> Marked(IReadOnlyList<KeyEntry> entries) =>
            [.. entries.Select(entry => which(entry) && CanRetire(entry, reason) ? entry with { Retired = mark } : entry)];
    }

    public static bool CanRetire(KeyEntry entry, string reason) => ServerKey.CanRetire(entry.Retired?.Reason, reason);

    /// <summary>Whether what the key signs is to be had: it is in use, and all that certified it.</summary>
    public bool IsServing(KeyEntry entry) =>
        entry.Retired is null
        && TryVerify(entry, out var certified)
        && RootsInUse.Any(root => IdOf(root) == certified.Parents[^1])
        && !Manifest.All.Any(other => other.IsWithdrawn && certified.Parents.Contains(IdOf(other)));

    public string IdOf(KeyEntry entry) => entry.PublicKey(path).Id;

    public bool TryVerify(KeyEntry entry, [NotNullWhen(true)] out CertifiedKey? certified)
    {
        certified = null;
        List<VerifyingKey> roots = [.. Manifest.Roots.Select(root => root.PublicKey(path))];
        return entry.Chain.Count > 0 && CertificateChain.TryVerify(entry.Chain, roots, out certified, out _);
    }

    /// <summary>Last, so that a key counts only once everything about it lies there.</summary>
    public void Save() => KeyFiles.Write(path, Manifest.ToJson());

    public void Dispose() => held.Dispose();

    private bool MayCertify(KeyEntry entry, string use, KeyEntry root) =>
        IsServing(entry)
        && TryVerify(entry, out var certified)
        && certified.MayCertify?.Contains(use) == true
        && certified.Parents[^1] == IdOf(root);

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

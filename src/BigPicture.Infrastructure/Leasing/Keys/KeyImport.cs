using BigPicture.Protocol.Certificates;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Brings to a data directory what was made for it elsewhere.</summary>
public static class KeyImport
{
    /// <summary>The certificate of a key that waits for it, or another one for a key that is in use.</summary>
    /// <param name="text">What <c>keys certify</c> wrote.</param>
    /// <param name="root">The root that it must lead to, <c>k4.public</c>; must be named for one that this server does not know yet.</param>
    /// <exception cref="KeyStoreException">It is not sound, or not for a key of this directory.</exception>
    public static ImportResult Certificate(KeyStoreOptions options, string text, string path, string? root, TimeProvider time)
    {
        using var change = new KeyChange(options, time);
        var (key, top, chain) = CertifiedKeyFile.Read(text, path);
        var file = FileOf(change.Manifest, key);
        if (key.Series != change.Manifest.Series)
            throw new KeyStoreException(KeyStoreFault.Conflict, $"{path} is for keys of another server's life ({key.Series}).");
        TakeRoot(change, top.Paserk, top.Id, root);
        change.Append(key.Use, new KeyEntry(key.Key.Paserk, chain) { File = file });
        change.Manifest = change.Manifest with { Waiting = [.. change.Manifest.Waiting.Where(waiting => waiting.Key != key.Key.Paserk)] };
        var made = key.Use == KeyUse.Delegate ? KeyAddition.AddMissing(change) : [];
        change.Save();
        return new ImportResult(key.Key.Id, key.Use, top.Paserk, made);
    }

    /// <summary>The private part of a key that this directory knows and that was kept elsewhere.</summary>
    /// <param name="text">What <c>keys export --secret</c> wrote.</param>
    /// <param name="passphrase">Under which it lies; null: in plain.</param>
    /// <returns>The key's id.</returns>
    /// <exception cref="KeyStoreException">It does not open, or is no key of this directory; or is here already.</exception>
    public static string Secret(KeyStoreOptions options, string text, string path, string? passphrase, TimeProvider time)
    {
        using var change = new KeyChange(options, time);
        using var key = NewKey.Read(text.Trim(), path, passphrase);
        var entry =
            change.Manifest.All.FirstOrDefault(entry => entry.Key == key.Signer.PublicKey.Paserk)
            ?? throw new KeyStoreException(
                KeyStoreFault.Unknown,
                $"{path} holds {key.Signer.PublicKey.Id}, which is no key of this server."
            );
        if (SecretFiles.IsHere(options, entry))
            throw new KeyStoreException(KeyStoreFault.Conflict, $"The private part of {key.Signer.PublicKey.Id} lies here already.");
        KeyFiles.Write(Path.Combine(options.KeyDirectory, entry.File), key.ToPaserk(options.ReadPassphrase()) + "\n");
        return key.Signer.PublicKey.Id;
    }

    private static string FileOf(KeyManifest manifest, CertifiedKey key) =>
        manifest.Waiting.FirstOrDefault(waiting => waiting.Key == key.Key.Paserk && waiting.Use == key.Use)?.File
        ?? manifest.Of(key.Use).FirstOrDefault(entry => entry.Key == key.Key.Paserk)?.File
        ?? throw new KeyStoreException(
            KeyStoreFault.Unknown,
            $"No {key.Use} key of this server has the id {key.Key.Id}: the certificate is for another server, or another use."
        );

    private static void TakeRoot(KeyChange change, string root, string id, string? expected)
    {
        if (expected is not null && expected != root)
            throw new KeyStoreException(KeyStoreFault.Conflict, $"The certificate leads to another root than was named: {root}.");
        if (change.Manifest.Roots.FirstOrDefault(entry => entry.Key == root) is { } known)
        {
            if (known.Retired is not null)
                throw new KeyStoreException(KeyStoreFault.Conflict, $"The certificate leads to {id}, a root that is out of use.");
            return;
        }
        if (change.Manifest.Roots.Count > 0 && expected is null)
            throw new KeyStoreException(
                KeyStoreFault.Conflict,
                $"The certificate leads to a root that this server does not know. If it is yours, say so: --root {root}"
            );
        change.Manifest = change.Manifest with
        {
            Roots = [.. change.Manifest.Roots, new KeyEntry(root, []) { File = NewKey.FileNameOf("root", id) }],
        };
    }
}

/// <param name="Root">The root that the certificate leads to: what applications pin.</param>
/// <param name="Made">Ids of the keys that a new delegate certified at once.</param>
public sealed record ImportResult(string KeyId, string Use, string Root, IReadOnlyList<string> Made);

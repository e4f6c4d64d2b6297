using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Opens the keys that a server signs with, each after its chain was followed to a root.</summary>
/// <param name="Read">A private key's text and where it lies; null: it is not here.</param>
internal sealed record KeyRingOpening(
    KeyManifest Manifest,
    string ManifestPath,
    Func<KeyEntry, (string Paserk, string Path)?> Read,
    byte[]? Passphrase
)
{
    /// <exception cref="KeyStoreException">Missing, damaged, or under another passphrase.</exception>
    public KeyRing Open(string source, KeyRing? known = null)
    {
        List<VerifyingKey> roots = [.. Manifest.Roots.Select(root => root.PublicKey(ManifestPath))];
        var leaseKeys = Manifest.LeaseKeys.Select(entry => Open(entry, KeyUse.Lease, roots, known) ?? throw Lost(entry)).ToList();
        // Only the newest one signs lists; clients verify older lists by the certificates that these carry.
        var revocation = Manifest.RevocationKeys is [.., var newest] ? Open(newest, KeyUse.Revocation, roots, known) : null;
        string[] certificates = [.. Manifest.All.SelectMany(entry => entry.Chain).Distinct()];
        return new KeyRing(roots, certificates, leaseKeys)
        {
            Revocation = revocation,
            IsEncrypted = Read(Manifest.LeaseKeys[^1]) is { Paserk: var text } && !SecretFiles.IsPlain(text),
            Source = source,
        };
    }

    private SigningKey? Open(KeyEntry entry, string use, List<VerifyingKey> roots, KeyRing? known)
    {
        var isSound = CertificateChain.TryVerify(entry.Chain, roots, out var certified, out var error);
        if (!isSound || certified!.Use != use || !certified.Key.Equals(entry.PublicKey(ManifestPath)))
            throw new KeyStoreException(
                KeyStoreFault.Damaged,
                $"{ManifestPath}: the chain of {entry.File} is not sound ({error}); restore it from a backup."
            );
        if (Read(entry) is not var (paserk, path))
            return null;
        var open = use == KeyUse.Lease ? known?.Find(certified.Key.Id) : known?.Revocation;
        return open is not null && open.KeyId == certified.Key.Id && open.Footer.Chain.SequenceEqual(entry.Chain)
            ? open
            : new SigningKey(SecretFiles.Open(paserk.Trim(), path, entry, Passphrase), entry.Chain, certified);
    }

    private KeyStoreException Lost(KeyEntry entry) =>
        new(
            KeyStoreFault.Missing,
            $"{Path.Combine(Path.GetDirectoryName(ManifestPath) ?? "", entry.File)} is missing; restore it from a backup."
        );
}

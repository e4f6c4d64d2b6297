using System.Collections.Frozen;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Shared;
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
    /// <exception cref="KeyStoreException">Missing, damaged, or under another passphrase; or no lease key is certified yet.</exception>
    public KeyRing Open(string source, KeyRing? known = null)
    {
        List<VerifyingKey> roots = [.. Manifest.Roots.Select(root => root.PublicKey(ManifestPath))];
        var leaseKeys = new List<SigningKey>();
        foreach (var entry in Manifest.LeaseKeys)
        {
            // The private part of a key that was withdrawn may well be gone.
            if (Open(entry, KeyUse.Lease, roots, known) is { } key)
                leaseKeys.Add(key);
            else if (!entry.IsWithdrawn)
                throw Lost(entry);
        }
        if (leaseKeys.Count == 0)
            throw Waiting();
        // Only the newest one signs lists; clients verify older lists by the certificates that these carry.
        var revocation = Manifest.RevocationKeys.LastOrDefault(entry => entry.Retired is null) is { } newest
            ? Open(newest, KeyUse.Revocation, roots, known)
            : null;
        var inUse = Manifest.All.Where(entry => !entry.IsWithdrawn).ToList();
        var published = inUse.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        var ring = new KeyRing([.. roots.Where(root => published.Contains(root.Paserk))], leaseKeys, revocation)
        {
            Certificates = [.. inUse.SelectMany(entry => entry.Chain).Distinct()],
            Seen = [.. See(roots)],
            Retired = Ids(Manifest.LeaseKeys.Where(entry => entry.Retired is not null)),
            IsEncrypted = Read(Manifest.LeaseKeys[^1]) is { Paserk: var text } && !SecretFiles.IsPlain(text),
            Source = source,
        };
        return ring.Withdrawing(Ids(Manifest.All.Where(entry => entry.IsWithdrawn))).SigningWith(ring.KeyIds.ToHashSet());
    }

    // A delegate that two roots certify has two entries, and is one key.
    private IEnumerable<SeenKey> See(List<VerifyingKey> roots) =>
        Manifest
            .Roots.Select(entry => See(entry, "root", Manifest.Roots, roots))
            .Concat(KeyManifest.Uses.SelectMany(use => Manifest.Of(use).Select(entry => See(entry, use, Manifest.Of(use), roots))))
            .DistinctBy(seen => seen.KeyId);

    private SeenKey See(KeyEntry entry, string use, IReadOnlyList<KeyEntry> others, List<VerifyingKey> roots) =>
        new(
            entry.PublicKey(ManifestPath).Id,
            use,
            CertificateChain.TryVerify(entry.Chain, roots, out var certified, out _) ? Instant.From(certified.NotAfter) : null
        )
        {
            RetiredFor = entry.Retired?.Reason,
            Successor = others.LastOrDefault(other => other.Retired is null)?.PublicKey(ManifestPath).Id,
        };

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
        return known?.Reuse(certified.Key.Id) is { } open && open.Footer.Chain.SequenceEqual(entry.Chain)
            ? open
            : new SigningKey(SecretFiles.Open(paserk.Trim(), path, entry, Passphrase), entry.Chain, certified);
    }

    private FrozenSet<string> Ids(IEnumerable<KeyEntry> entries) =>
        entries.Select(entry => entry.PublicKey(ManifestPath).Id).ToFrozenSet(StringComparer.Ordinal);

    private KeyStoreException Lost(KeyEntry entry) =>
        new(
            KeyStoreFault.Missing,
            $"{Path.Combine(Path.GetDirectoryName(ManifestPath) ?? "", entry.File)} is missing; restore it from a backup."
        );

    private KeyStoreException Waiting() =>
        new(
            KeyStoreFault.Waiting,
            Manifest.Waiting.Count > 0
                ? $"The keys of {Path.GetDirectoryName(ManifestPath)} wait for a certificate: certify the request with `bigpicture keys certify` "
                    + "where its root lies, then bring the answer here with `bigpicture keys import`."
                : $"{Path.GetDirectoryName(ManifestPath)} holds no key that leases may be signed with; make one with `bigpicture keys create`."
        );
}

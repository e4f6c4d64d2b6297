using BigPicture.Domain.Shared;
using BigPicture.Protocol.Certificates;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Certifies a key of another machine, by a key of this one.</summary>
public static class KeyCertification
{
    /// <summary>A delegate is certified by a root, everything else by a delegate, unless another one is named.</summary>
    /// <param name="request">A <see cref="KeyRequest"/> as text.</param>
    /// <param name="path">Where it stands, to name it.</param>
    /// <exception cref="KeyStoreException">It is no sound request, the parent is not here, or it may not certify this.</exception>
    public static CertificationResult Certify(
        KeyStoreOptions options,
        string request,
        string path,
        CertificateLimits limits,
        TimeProvider time
    )
    {
        if (!KeyRequest.TryRead(request.Trim(), out var asked))
            throw new KeyStoreException(KeyStoreFault.Damaged, $"{path} is no request for a certificate, or it was changed on the way.");
        using var change = new KeyChange(options, time);
        var parent = ParentOf(change, asked.Use, limits.By);
        var certificate = limits.Apply(KeyCertificates.Of(asked.Use, asked.Key, asked.Series, change.Now));
        var root = parent;
        if (change.TryVerify(parent, out var certified))
        {
            certificate = certificate.Below(certified);
            root = change.Manifest.Roots.Single(entry => change.IdOf(entry) == certified.Parents[^1]);
        }
        using var signer = SecretFiles.Open(options, parent, out _);
        var file = new CertifiedKeyFile(root.Key, [Sign(certificate, signer), .. parent.Chain]);
        var (key, _, _) = Sound(file, path);
        return new CertificationResult(key.Key.Id, key.Use, change.IdOf(parent), Instant.From(key.NotAfter), file.ToJson());
    }

    private static KeyEntry ParentOf(KeyChange change, string use, string? id)
    {
        if (id is null)
            return change.IssuerOf(use)
                ?? throw new KeyStoreException(
                    KeyStoreFault.Missing,
                    $"No {(use == KeyUse.Delegate ? "root" : "delegate")} that may certify a {use} key lies here."
                );
        return change.Manifest.Roots.Concat(change.Manifest.Delegates).FirstOrDefault(entry => change.IdOf(entry) == id)
            ?? throw new KeyStoreException(
                KeyStoreFault.Unknown,
                $"There is no root or delegate {id} here; `bigpicture keys list` shows which there are."
            );
    }

    private static string Sign(KeyCertificate certificate, Ed25519Signer signer)
    {
        try
        {
            return certificate.Sign(signer);
        }
        catch (ArgumentException e)
        {
            throw new KeyStoreException(
                KeyStoreFault.Conflict,
                "These limits make no certificate: at most 16 tenants and 16 products, 1,024 bytes together, and what a delegate alone may have "
                    + "only for a delegate.",
                e
            );
        }
    }

    /// <summary>What would not verify is not handed out.</summary>
    private static (CertifiedKey Key, Protocol.Keys.VerifyingKey Root, IReadOnlyList<string> Chain) Sound(
        CertifiedKeyFile file,
        string path
    )
    {
        try
        {
            return CertifiedKeyFile.Read(file.ToJson(), path);
        }
        catch (KeyStoreException e)
        {
            throw new KeyStoreException(
                KeyStoreFault.Conflict,
                "The parent may not pass this on: tenants, products, uses or the length of its path lie outside of its own certificate.",
                e
            );
        }
    }
}

/// <param name="By">The id of the parent.</param>
/// <param name="File">The answer, for <c>keys import</c>.</param>
public sealed record CertificationResult(string KeyId, string Use, string By, Instant NotAfter, string File);

/// <summary>What the operator wants in a certificate; what is null stays as usual.</summary>
public sealed record CertificateLimits
{
    /// <summary>The id of the key that certifies.</summary>
    public string? By { get; init; }
    public int? Days { get; init; }
    public IReadOnlyList<string>? Tenants { get; init; }
    public IReadOnlyList<string>? Products { get; init; }
    public IReadOnlyList<string>? MayCertify { get; init; }
    public int? LeaseSecondsMax { get; init; }
    public int? PathLength { get; init; }
    public string? Server { get; init; }

    internal KeyCertificate Apply(KeyCertificate usual) =>
        usual with
        {
            ExpiresAt = Days is { } days ? usual.IssuedAt.AddDays(days) : usual.ExpiresAt,
            Tenants = Tenants ?? usual.Tenants,
            Products = Products ?? usual.Products,
            MayCertify = MayCertify ?? usual.MayCertify,
            MaxLeaseSeconds = LeaseSecondsMax ?? usual.MaxLeaseSeconds,
            PathLength = PathLength ?? usual.PathLength,
            Server = Server ?? usual.Server,
        };
}

using System.Diagnostics.CodeAnalysis;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Protocol.Certificates;

/// <summary>Follows certificates from a signing key up to a pinned root, and keeps every one within its parent's limits.</summary>
public static class CertificateChain
{
    /// <summary>The most certificates between a signature and its root.</summary>
    public const int LengthMax = 3;

    /// <summary>Verifies a chain. No clock is needed: its dates bound what was signed, not when it is looked at.</summary>
    /// <param name="chain">Certificates, the signing key's first, up to but without the root.</param>
    /// <param name="roots">The pinned roots.</param>
    /// <param name="key">The signing key, with the chain's narrowest limits.</param>
    /// <param name="error">The first check that failed, from the root downwards once all have been read.</param>
    public static bool TryVerify(
        IReadOnlyList<string> chain,
        IReadOnlyCollection<VerifyingKey> roots,
        [NotNullWhen(true)] out CertifiedKey? key,
        out LeaseTokenError error
    )
    {
        key = null;
        error = TryReadLinks(chain, out var links);
        if (error != LeaseTokenError.None)
            return false;
        return TryVerify(links, roots, out key, out error);
    }

    /// <summary>The key that a footer names, if its chain certifies it up to a root for this use.</summary>
    internal static LeaseTokenError TryFindKey(
        LeaseTokenFooter footer,
        IReadOnlyCollection<VerifyingKey> roots,
        string use,
        out CertifiedKey? key
    )
    {
        key = null;
        var error = TryReadLinks(footer.Chain, out var links);
        if (error != LeaseTokenError.None)
            return error;
        if (links[0].Certificate.Key.Id != footer.KeyId)
            return LeaseTokenError.KeyIdMismatch;
        if (!TryVerify(links, roots, out var certified, out error))
            return error;
        if (certified.Use != use)
            return LeaseTokenError.KeyUseMismatch;
        key = certified;
        return LeaseTokenError.None;
    }

    /// <summary>The signing key's id and those of all that certified it, the root's last.</summary>
    internal static IEnumerable<string> KeyIds(LeaseTokenFooter footer)
    {
        yield return footer.KeyId;
        foreach (var text in footer.Chain)
        {
            // What a certificate signed by its parent names as such; its own key's id stands below it.
            if (CertificateLink.TryRead(text, out var link) == LeaseTokenError.None)
                yield return link!.ParentKeyId;
        }
    }

    internal static LeaseTokenError TryReadLinks(IReadOnlyList<string> chain, out List<CertificateLink> links)
    {
        links = [];
        if (chain.Count is < 1 or > LengthMax)
            return LeaseTokenError.FooterMalformed;
        foreach (var text in chain)
        {
            var error = CertificateLink.TryRead(text, out var link);
            if (link is null)
                return error;
            links.Add(link);
        }
        return LeaseTokenError.None;
    }

    internal static bool TryVerify(
        List<CertificateLink> links,
        IReadOnlyCollection<VerifyingKey> roots,
        [NotNullWhen(true)] out CertifiedKey? key,
        out LeaseTokenError error
    )
    {
        key = null;
        error = LeaseTokenError.RootUnknown;
        var top = links[links.Count - 1];
        var root = roots.FirstOrDefault(candidate => candidate.Id == top.ParentKeyId);
        if (root is null)
            return false;

        error = top.VerifiesWith(root) ? LeaseTokenError.None : LeaseTokenError.CertificateSignatureInvalid;
        for (var i = links.Count - 2; i >= 0 && error == LeaseTokenError.None; i--)
            error = Judge(child: links[i], parent: links[i + 1], delegatesBelowParent: i);
        if (error != LeaseTokenError.None)
            return false;

        key = Narrowest(links);
        return true;
    }

    /// <param name="delegatesBelowParent">Certificates between the parent and the signing key's.</param>
    private static LeaseTokenError Judge(CertificateLink child, CertificateLink parent, int delegatesBelowParent)
    {
        var below = child.Certificate;
        var above = parent.Certificate;
        return child switch
        {
            _ when child.ParentKeyId != above.Key.Id => LeaseTokenError.ChainBroken,
            _ when !child.VerifiesWith(above.Key) => LeaseTokenError.CertificateSignatureInvalid,
            // Only a delegate has a may_certify, so this asks for both.
            _ when above.MayCertify?.Contains(below.Use) != true => LeaseTokenError.CertificateNotAllowed,
            // Else a delegate could make itself another one that may more.
            _ when below.MayCertify?.All(above.MayCertify.Contains) == false => LeaseTokenError.CertificateNotAllowed,
            _ when above.Server is not null && below.Server != above.Server => LeaseTokenError.CertificateNotAllowed,
            _ when below.NotBefore < above.NotBefore || below.ExpiresAt > above.ExpiresAt => LeaseTokenError.CertificateDatesExceeded,
            _ when !IsWithin(below.Tenants, above.Tenants) => LeaseTokenError.CertificateTenantsExceeded,
            _ when !IsWithin(below.Products, above.Products) => LeaseTokenError.CertificateProductsExceeded,
            _ when delegatesBelowParent > above.PathLength => LeaseTokenError.CertificatePathTooLong,
            _ => LeaseTokenError.None,
        };
    }

    /// <summary>No list means all, which lies within no list at all only.</summary>
    private static bool IsWithin(IReadOnlyList<string>? names, IReadOnlyList<string>? limit) =>
        limit is null || (names is not null && names.All(limit.Contains));

    private static CertifiedKey Narrowest(List<CertificateLink> links)
    {
        // Dates and names already lie within every parent's; only lease lengths are not compared on the way.
        var leaf = links[0].Certificate;
        return new CertifiedKey
        {
            Key = leaf.Key,
            Use = leaf.Use,
            Series = leaf.Series,
            MayCertify = leaf.MayCertify,
            Parents = [.. links.Select(link => link.ParentKeyId)],
            NotBefore = leaf.NotBefore,
            NotAfter = leaf.ExpiresAt,
            Tenants = leaf.Tenants,
            Products = leaf.Products,
            Server = leaf.Server,
            MaxLeaseSeconds = links.Min(link => link.Certificate.MaxLeaseSeconds),
        };
    }
}

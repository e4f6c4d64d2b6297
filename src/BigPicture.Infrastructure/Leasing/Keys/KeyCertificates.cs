using BigPicture.Domain.Shared;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>What a certificate says where its operator says nothing else.</summary>
internal static class KeyCertificates
{
    /// <summary>A delegate serves ten years, what it certifies five: the root can lie in a safe, and a server lives to see one rotation.</summary>
    public const int DelegateDays = 3652;
    public const int LeafDays = 1826;

    /// <summary>Dates reach a day back, so that a fresh server is not too young for a slow client.</summary>
    public const int BackdatedDays = 1;

    /// <summary>The longest lease of the protocol; a stolen lease key cannot sign a longer one.</summary>
    public const int LeaseSecondsMax = 7_776_000;

    public static KeyCertificate Of(string use, VerifyingKey key, string series, DateTimeOffset now)
    {
        var at = Instant.From(now).ToDateTimeOffset();
        var isDelegate = use == KeyUse.Delegate;
        return new()
        {
            Key = key,
            Use = use,
            IssuedAt = at,
            NotBefore = at.AddDays(-BackdatedDays),
            ExpiresAt = at.AddDays(isDelegate ? DelegateDays : LeafDays),
            Series = series,
            MayCertify = isDelegate ? KeyManifest.LeafUses : null,
            MaxLeaseSeconds = use is KeyUse.Lease or KeyUse.Delegate ? LeaseSecondsMax : null,
            PathLength = isDelegate ? 0 : null,
        };
    }

    /// <summary>The same within what its parent may pass on.</summary>
    /// <exception cref="KeyStoreException">The parent's certificate has ended, or it may not certify this.</exception>
    public static KeyCertificate Below(this KeyCertificate certificate, CertifiedKey parent)
    {
        if (parent.MayCertify?.Contains(certificate.Use) != true)
            throw new KeyStoreException(KeyStoreFault.Conflict, $"{parent.Key.Id} may not certify a {certificate.Use} key.");
        if (parent.NotAfter < certificate.IssuedAt)
            throw new KeyStoreException(
                KeyStoreFault.Conflict,
                $"The certificate of the delegate {parent.Key.Id} has ended; its root must certify it anew, or another one."
            );
        return certificate with
        {
            NotBefore = certificate.NotBefore < parent.NotBefore ? parent.NotBefore : certificate.NotBefore,
            ExpiresAt = certificate.ExpiresAt > parent.NotAfter ? parent.NotAfter : certificate.ExpiresAt,
            Tenants = certificate.Tenants ?? parent.Tenants,
            Products = certificate.Products ?? parent.Products,
            Server = certificate.Server ?? parent.Server,
        };
    }
}

using BigPicture.Domain.Shared;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>
/// Makes the keys of a standalone server: a root, which applications pin and which certifies once; a delegate, so that rotation
/// needs no root; a lease key, which signs.
/// </summary>
internal sealed class KeyCeremony : IDisposable
{
    /// <summary>A delegate serves ten years, a lease key five: the root can lie in a safe, and a server lives to see one rotation.</summary>
    public const int DelegateDays = 3652;
    public const int LeaseKeyDays = 1826;

    /// <summary>Dates reach a day back, so that a fresh server is not too young for a slow client.</summary>
    public const int BackdatedDays = 1;

    /// <summary>The longest lease of the protocol; a stolen lease key cannot sign a longer one.</summary>
    public const int LeaseSecondsMax = 7_776_000;

    public KeyCeremony(DateTimeOffset now)
    {
        var series = TypeId.Format("series", TypeId.New(now));
        var delegateCertificate = Certify(Delegate.Signer.PublicKey, KeyUse.Delegate, DelegateDays, series, now) with
        {
            MayCertify = [KeyUse.Lease, KeyUse.Bundle, KeyUse.Revocation, KeyUse.Report],
            PathLength = 0,
        };
        var delegateText = delegateCertificate.Sign(Root.Signer);
        var leaseText = CertifyLease(Lease.Signer.PublicKey, series, now).Sign(Delegate.Signer);
        Manifest = new KeyManifest
        {
            Version = 1,
            Series = series,
            Roots = [Root.Entry()],
            Delegates = [Delegate.Entry(delegateText)],
            LeaseKeys = [Lease.Entry(leaseText, delegateText)],
        };
    }

    public NewKey Root { get; } = new("root");

    public NewKey Delegate { get; } = new("delegate");

    public NewKey Lease { get; } = new("lease");

    public KeyManifest Manifest { get; }

    public void Dispose()
    {
        Root.Dispose();
        Delegate.Dispose();
        Lease.Dispose();
    }

    /// <summary>What a delegate signs for a lease key.</summary>
    public static KeyCertificate CertifyLease(VerifyingKey key, string series, DateTimeOffset now) =>
        Certify(key, KeyUse.Lease, LeaseKeyDays, series, now);

    private static KeyCertificate Certify(VerifyingKey key, string use, int days, string series, DateTimeOffset now)
    {
        var at = Instant.From(now).ToDateTimeOffset();
        return new()
        {
            Key = key,
            Use = use,
            IssuedAt = at,
            NotBefore = at.AddDays(-BackdatedDays),
            ExpiresAt = at.AddDays(days),
            Series = series,
            MaxLeaseSeconds = LeaseSecondsMax,
        };
    }
}

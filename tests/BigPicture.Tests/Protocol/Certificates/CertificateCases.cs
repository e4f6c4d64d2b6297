using System.Text;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Keys;
using BigPicture.Tests.Protocol.Tokens;

namespace BigPicture.Tests.Protocol.Certificates;

/// <summary>Good leases under certificates that are out of order, one case a check of the chain.</summary>
internal static class CertificateCases
{
    private static readonly Trust Sound = new();
    private static readonly BouncyCastleSigner Second = BouncyCastleSigner.Number(5);

    public static IEnumerable<LeaseTokenCase> All =>
        [
            new("a chain of three", Under(Three(pathLength: 1, KeyUse.Delegate, KeyUse.Lease)), At, null, "valid"),
            Refused(
                LeaseTokenError.CertificatePathTooLong,
                "more delegates than the upper one allows",
                Under(Three(pathLength: 0, KeyUse.Delegate, KeyUse.Lease))
            ),
            Refused(
                LeaseTokenError.FooterMalformed,
                "a chain of four",
                Under([.. Three(1, KeyUse.Delegate, KeyUse.Lease), Sound.Delegate.Sign(Trust.Root)])
            ),
            Refused(LeaseTokenError.FooterMalformed, "a chain of none", Under([])),
            Refused(
                LeaseTokenError.ChainBroken,
                "a certificate of another parent",
                (Sound with { LeaseParent = Trust.Stranger }).Token(Lease)
            ),
            Refused(LeaseTokenError.CertificateSignatureInvalid, "a certificate that was changed", Under(Changed(), Sound.Chain[1])),
            Refused(
                LeaseTokenError.CertificateNotAllowed,
                "a use that the delegate may not certify",
                Delegated(d => d with { MayCertify = [KeyUse.Report] })
            ),
            Refused(
                LeaseTokenError.CertificateNotAllowed,
                "a delegate that passes on more than it may itself",
                Under(Three(pathLength: 1, KeyUse.Delegate))
            ),
            Refused(
                LeaseTokenError.CertificateNotAllowed,
                "a key of no server under a delegate of one",
                Delegated(d => d with { Server = "srv_1" })
            ),
            Refused(
                LeaseTokenError.CertificateDatesExceeded,
                "a certificate that outlives its parent",
                Delegated(d => d with { ExpiresAt = Sound.Lease.ExpiresAt.AddSeconds(-1) })
            ),
            Refused(
                LeaseTokenError.CertificateDatesExceeded,
                "a certificate from before its parent",
                Delegated(d => d with { NotBefore = Sound.Lease.NotBefore.AddSeconds(1) })
            ),
            Refused(
                LeaseTokenError.CertificateTenantsExceeded,
                "all tenants under a parent of one",
                Delegated(d => d with { Tenants = ["acme"] })
            ),
            Refused(
                LeaseTokenError.CertificateProductsExceeded,
                "all products under a parent of one",
                Delegated(d => d with { Products = ["cad-pro"] })
            ),
            Refused(LeaseTokenError.LeaseTooLong, "longer than the delegate allows", Delegated(d => d with { MaxLeaseSeconds = 3599 })),
            Refused(
                LeaseTokenError.IssuedOutsideCertificate,
                "issued before its key's certificate begins",
                Leasing(l => l with { NotBefore = Lease.IssuedAt.AddSeconds(1), IssuedAt = Lease.IssuedAt.AddSeconds(1) })
            ),
            Refused(
                LeaseTokenError.OutlivesCertificate,
                "grace that outlives its key",
                (Sound with { Lease = Sound.Lease with { ExpiresAt = Lease.ExpiresAt } }).Token(
                    Lease with
                    {
                        GraceUntil = Lease.ExpiresAt.AddSeconds(1),
                    }
                )
            ),
            Refused(
                LeaseTokenError.CertificateMalformed,
                "a certificate with an unknown member",
                Malformed("\"use\":\"lease\"", "\"use\":\"lease\",\"later\":1")
            ),
            Refused(
                LeaseTokenError.CertificateMalformed,
                "a certificate with a member twice",
                Malformed("\"use\":\"lease\"", "\"use\":\"lease\",\"use\":\"lease\"")
            ),
            Refused(
                LeaseTokenError.CertificateMalformed,
                "a certificate of an unknown use",
                Malformed("\"use\":\"lease\"", "\"use\":\"other\"")
            ),
            Refused(
                LeaseTokenError.CertificateMalformed,
                "a path length without a delegate",
                Malformed("\"use\":\"lease\"", "\"use\":\"lease\",\"path_len\":0")
            ),
            Refused(
                LeaseTokenError.CertificateMalformed,
                "a certificate for no tenant",
                Malformed("\"use\":\"lease\"", "\"use\":\"lease\",\"tenants\":[]")
            ),
            Refused(LeaseTokenError.CertificateMalformed, "a certificate of a key of another version", Malformed("k4.public", "k3.public")),
            Refused(
                LeaseTokenError.CertificateKeyUnfit,
                "a key of small order",
                OfKey("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
            ),
            Refused(
                LeaseTokenError.CertificateKeyUnfit,
                "a key that is not canonical",
                OfKey("f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
            ),
            Refused(LeaseTokenError.CertificateKeyUnfit, "a key of mixed order", OfKey(MixedOrder())),
            Refused(
                LeaseTokenError.CertificateKeyUnfit,
                "a key that is no point of the curve",
                OfKey("0200000000000000000000000000000000000000000000000000000000000000")
            ),
        ];

    private const string At = "2026-01-15T10:00:00Z";

    private static LeaseTokenClaims Lease => Samples.Claims;

    private static LeaseTokenCase Refused(LeaseTokenError error, string name, string token) => new(name, token, At, null, error.ToString());

    private static string Under(params IReadOnlyList<string> chain) =>
        PublicToken.Sign(Trust.LeaseKey, Lease.ToUtf8(), Encoding.UTF8.GetBytes(FooterOf(Trust.LeaseKey.PublicKey.Id, chain)));

    private static string FooterOf(string keyId, IReadOnlyList<string> chain) =>
        $$"""{"kid":"{{keyId}}","chain":[{{string.Join(',', chain.Select(text => $"\"{text}\""))}}]}""";

    private static string[] Three(int pathLength, params IReadOnlyList<string> upperMayCertify)
    {
        var upper = Sound.Delegate with { MayCertify = upperMayCertify, PathLength = pathLength };
        var lower = Trust.Certificate(Second, KeyUse.Delegate) with { MayCertify = [KeyUse.Lease] };
        return [Sound.Lease.Sign(Second), lower.Sign(Trust.DelegateKey), upper.Sign(Trust.Root)];
    }

    private static string Delegated(Func<KeyCertificate, KeyCertificate> change) =>
        (Sound with { Delegate = change(Sound.Delegate) }).Token(Lease);

    private static string Leasing(Func<KeyCertificate, KeyCertificate> change) => (Sound with { Lease = change(Sound.Lease) }).Token(Lease);

    /// <summary>Another payload under the signature of the first one.</summary>
    private static string Changed() =>
        Samples.WithPayload(
            Sound.Chain[0],
            Encoding.UTF8.GetBytes(PayloadOf(Sound.Chain[0]).Replace("series-1", "series-2", StringComparison.Ordinal))
        );

    private static string Malformed(string sound, string damaged)
    {
        var payload = PayloadOf(Sound.Chain[0]).Replace(sound, damaged, StringComparison.Ordinal);
        return Under(Signed(payload), Sound.Chain[1]);
    }

    private static string OfKey(string hex)
    {
        var key = PaserkText.FormatPublic(Convert.FromHexString(hex));
        return Under(
            Signed(PayloadOf(Sound.Chain[0]).Replace(Trust.LeaseKey.PublicKey.Paserk, key, StringComparison.Ordinal)),
            Sound.Chain[1]
        );
    }

    private static string MixedOrder() =>
        Convert.ToHexStringLower((EdwardsPoint.Read(Trust.LeaseKey.PublicKey.Bytes) + EdwardsPoint.Torsion8).ToBytes());

    private static string Signed(string payload) =>
        PublicToken.Sign(Trust.DelegateKey, Encoding.UTF8.GetBytes(payload), KeyCertificate.FooterOf(Trust.DelegateKey.PublicKey.Id));

    private static string PayloadOf(string text) =>
        PublicToken.TryRead(text, out var token, out _)
            ? Encoding.UTF8.GetString(token.Payload.Span)
            : throw new InvalidOperationException(text);
}

using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Keys;
using BigPicture.Tests.Protocol.Tokens;

namespace BigPicture.Tests.Protocol.Certificates;

/// <summary>A root, a delegate and a lease key that are the same in every run, with certificates that a test may bend.</summary>
internal sealed record Trust
{
    public static readonly BouncyCastleSigner Root = BouncyCastleSigner.Number(1);
    public static readonly BouncyCastleSigner DelegateKey = BouncyCastleSigner.Number(2);
    public static readonly BouncyCastleSigner LeaseKey = BouncyCastleSigner.Number(3);
    public static readonly BouncyCastleSigner Stranger = BouncyCastleSigner.Number(4);
    public static readonly BouncyCastleSigner RevocationKey = BouncyCastleSigner.Number(6);

    public KeyCertificate Delegate { get; init; } =
        Certificate(DelegateKey, KeyUse.Delegate) with
        {
            MayCertify = [KeyUse.Lease, KeyUse.Report],
            ExpiresAt = Samples.Now.AddDays(3650),
        };

    public KeyCertificate Lease { get; init; } = Certificate(LeaseKey, KeyUse.Lease);

    public BouncyCastleSigner DelegateParent { get; init; } = Root;

    public BouncyCastleSigner LeaseParent { get; init; } = DelegateKey;

    public IReadOnlyList<VerifyingKey> Pins { get; init; } = [Root.PublicKey];

    public IReadOnlyList<string> Chain => [Lease.Sign(LeaseParent), Delegate.Sign(DelegateParent)];

    public LeaseTokenFooter Footer => LeaseTokenFooter.Create(LeaseKey.PublicKey, Chain);

    public LeaseVerifier Verifier =>
        new(
            new LeaseVerifierOptions
            {
                Roots = Pins,
                Audience = "cad-pro",
                Issuer = Samples.Claims.Issuer,
            }
        );

    public static KeyCertificate Certificate(BouncyCastleSigner key, string use) =>
        new()
        {
            Key = key.PublicKey,
            Use = use,
            IssuedAt = Samples.Now.AddDays(-10),
            NotBefore = Samples.Now.AddDays(-11),
            ExpiresAt = Samples.Now.AddDays(365),
            Series = "series-1",
        };

    public string Token(LeaseTokenClaims claims, string? machineId = null) => LeaseToken.Sign(LeaseKey, claims, Footer, machineId);

    /// <summary>Any payload under a good signature.</summary>
    public string Token(string payload) => PublicToken.Sign(LeaseKey, System.Text.Encoding.UTF8.GetBytes(payload), Footer.Utf8);

    public LeaseTokenError Verify()
    {
        CertificateChain.TryVerify(Chain, Pins, out _, out var error);
        return error;
    }
}

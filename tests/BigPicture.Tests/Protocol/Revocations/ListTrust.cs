using System.Text;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Revocations;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Certificates;
using BigPicture.Tests.Protocol.Tokens;

namespace BigPicture.Tests.Protocol.Revocations;

/// <summary>A revocation key below the same root and delegate as the leases', with a certificate that a test may bend.</summary>
internal sealed record ListTrust
{
    public static readonly RevocationList Sample = new()
    {
        Issuer = Samples.Claims.Issuer,
        Tenant = "acme",
        Series = "series-1",
        Epoch = 17,
        IssuedAt = Samples.Now,
        ExpiresAt = Samples.Now.AddDays(1),
        Leases = ["lease_01kf0r2zsefnhsq7w0q8q4j1rz"],
        Entitlements = [new RevokedEntitlement("ent_01kf0r2zsefnhsq7w0q8q4j1rz", Samples.Now.AddSeconds(-5))],
        Keys = [Trust.Stranger.PublicKey.Id],
    };

    public Trust Trust { get; init; } = ThatMayRevoke(new());

    public KeyCertificate Certificate { get; init; } = Certificates.Trust.Certificate(Certificates.Trust.RevocationKey, KeyUse.Revocation);

    public LeaseTokenFooter Footer =>
        LeaseTokenFooter.Create(
            Certificates.Trust.RevocationKey.PublicKey,
            [Certificate.Sign(Certificates.Trust.DelegateKey), Trust.Delegate.Sign(Certificates.Trust.Root)]
        );

    public RevocationVerifier Verifier =>
        new(
            new LeaseVerifierOptions
            {
                Roots = Trust.Pins,
                Audience = "cad-pro",
                Issuer = Sample.Issuer,
            }
        );

    private static Trust ThatMayRevoke(Trust trust) =>
        trust with
        {
            Delegate = trust.Delegate with { MayCertify = [.. trust.Delegate.MayCertify!, KeyUse.Revocation] },
        };

    public string Token(RevocationList list) => list.Sign(Certificates.Trust.RevocationKey, Footer);

    /// <summary>Any payload under a good signature.</summary>
    public string Token(string payload) => PublicToken.Sign(Certificates.Trust.RevocationKey, Encoding.UTF8.GetBytes(payload), Footer.Utf8);

    public RevocationVerification Verify(string? token) => Verifier.Verify(token, "acme", Samples.Now);

    public RevocationListError Judge(RevocationList list) => Verify(Token(list)).Error;
}

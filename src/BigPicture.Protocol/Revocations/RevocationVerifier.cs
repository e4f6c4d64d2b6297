using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Protocol.Revocations;

/// <summary>
/// Verifies revocation lists offline, with the same pins as <see cref="LeaseVerifier"/>. The checks are made in the order of
/// <see cref="RevocationListError"/>. Safe for use by many threads.
/// </summary>
public sealed class RevocationVerifier
{
    private readonly LeaseVerifierOptions options;

    /// <summary>Makes a verifier for one product.</summary>
    /// <exception cref="ArgumentException">There is no root.</exception>
    public RevocationVerifier(LeaseVerifierOptions options)
    {
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        if (options.Roots.Count == 0)
            throw new ArgumentException("At least one root key must be pinned.", nameof(options));
    }

    /// <summary>
    /// Judges a list. Whether it replaces the one that is held is asked of <see cref="RevocationList.IsNewerThan"/>, and whether it is old of
    /// <see cref="RevocationList.IsStale"/>: neither makes it false.
    /// </summary>
    /// <param name="token">The list, from wherever.</param>
    /// <param name="tenant">The tenant whose list is wanted: that of the leases which are held.</param>
    /// <param name="now">The time; not taken from any clock here.</param>
    public RevocationVerification Verify(string? token, string tenant, DateTimeOffset now)
    {
        var error = Read(token, out var key, out var list);
        if (list is null)
            return new RevocationVerification(error, null);
        error = list switch
        {
            _ when options.Issuer is not null && list.Issuer != options.Issuer => RevocationListError.IssuerMismatch,
            _ when list.Tenant != tenant => RevocationListError.TenantMismatch,
            _ when list.IssuedAt > now.AddSeconds(LeaseVerifier.SkewSeconds) => RevocationListError.IssuedInFuture,
            _ when key!.Tenants?.Contains(list.Tenant) == false => RevocationListError.TenantNotCertified,
            _ when key.Products?.Contains(options.Audience) == false => RevocationListError.ProductNotCertified,
            _ when list.IssuedAt < key.NotBefore || list.IssuedAt > key.NotAfter => RevocationListError.IssuedOutsideCertificate,
            _ when list.ExpiresAt > key.NotAfter => RevocationListError.OutlivesCertificate,
            _ => RevocationListError.None,
        };
        return new RevocationVerification(error, error == RevocationListError.None ? list : null);
    }

    private RevocationListError Read(string? token, out CertifiedKey? key, out RevocationList? list)
    {
        list = null;
        key = null;
        if (!PublicToken.TryRead(token, RevocationList.LengthMax, out var envelope, out var error))
            return Named(error);
        if (!LeaseTokenFooter.TryRead(envelope.Footer, out var footer))
            return RevocationListError.FooterMalformed;
        error = CertificateChain.TryFindKey(footer, options.Roots, KeyUse.Revocation, out key);
        if (key is null)
            return Named(error);
        return envelope.VerifiesWith(key.Key)
            ? RevocationPayload.TryRead(envelope.Payload, out list)
            : RevocationListError.SignatureInvalid;
    }

    private static RevocationListError Named(LeaseTokenError error) => (RevocationListError)error;
}

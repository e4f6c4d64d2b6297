namespace BigPicture.Protocol.Tokens;

/// <summary>
/// Why a token is refused, in the order in which the checks are made: the first that fails is the answer. One name per check, so
/// that a log line tells what to mend.
/// </summary>
public enum LeaseTokenError
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>More than <see cref="PublicToken.LengthMax"/> characters.</summary>
    TooLong,

    /// <summary>Not <c>v4.public.</c>: another version, a <c>local</c> token, a JWT, or no token at all.</summary>
    HeaderUnknown,

    /// <summary>Not strict base64url, a part too many or too few, or no room for a signature.</summary>
    Malformed,

    /// <summary>The footer is not exactly <c>{ kid, chain }</c> with one to three certificates.</summary>
    FooterMalformed,

    /// <summary>A certificate is malformed, or holds members that its use may not have.</summary>
    CertificateMalformed,

    /// <summary>A certificate's key may not be used: not canonical, or not of prime order.</summary>
    CertificateKeyUnfit,

    /// <summary>The footer's <c>kid</c> is not the id of the key in the first certificate.</summary>
    KeyIdMismatch,

    /// <summary>The chain ends at a root that is not pinned.</summary>
    RootUnknown,

    /// <summary>A certificate does not name the next one's key as its parent.</summary>
    ChainBroken,

    /// <summary>A certificate's signature is not its parent's.</summary>
    CertificateSignatureInvalid,

    /// <summary>A certificate is signed by a key that is no delegate, or may not certify this use, this server or what it passes on.</summary>
    CertificateNotAllowed,

    /// <summary>A certificate reaches beyond its parent's dates.</summary>
    CertificateDatesExceeded,

    /// <summary>A certificate names a tenant that its parent does not.</summary>
    CertificateTenantsExceeded,

    /// <summary>A certificate names a product that its parent does not.</summary>
    CertificateProductsExceeded,

    /// <summary>More delegates stand below a certificate than its <c>path_len</c> allows.</summary>
    CertificatePathTooLong,

    /// <summary>The signing key is certified for another use than leases.</summary>
    KeyUseMismatch,

    /// <summary>The token is bound to a machine, and no machine id was given.</summary>
    MachineIdMissing,

    /// <summary>The signature is not the key's: the token was changed.</summary>
    SignatureInvalid,

    /// <summary>The token is bound to a machine and its signature does not fit this one: another machine, or the token was changed.</summary>
    MachineMismatch,

    /// <summary>The payload is not the strict JSON of a lease.</summary>
    PayloadMalformed,

    /// <summary><c>typ</c> is not <c>bp-lease</c>.</summary>
    TypeMismatch,

    /// <summary><c>iss</c> is not the pinned issuer.</summary>
    IssuerMismatch,

    /// <summary><c>aud</c> is another product.</summary>
    AudienceMismatch,

    /// <summary><c>bp.v</c> is a version that this build does not know.</summary>
    VersionUnsupported,

    /// <summary><c>iat</c> lies ahead by more than the allowed skew: the clock here is behind.</summary>
    IssuedInFuture,

    /// <summary><c>nbf</c> lies ahead by more than the allowed skew.</summary>
    NotYetValid,

    /// <summary>The signing key is certified for other tenants.</summary>
    TenantNotCertified,

    /// <summary>The signing key is certified for other products.</summary>
    ProductNotCertified,

    /// <summary>The lease was issued outside of the certificates' dates.</summary>
    IssuedOutsideCertificate,

    /// <summary>The lease or its grace ends after the certificates do.</summary>
    OutlivesCertificate,

    /// <summary>The lease is longer than the certificates allow.</summary>
    LeaseTooLong,

    /// <summary>Past <c>exp</c>, and past <c>grace_until</c> where there is one.</summary>
    Expired,
}

using BigPicture.Protocol.Tokens;

namespace BigPicture.Protocol.Revocations;

/// <summary>
/// Why a revocation list is refused, in the order in which the checks are made: the first that fails is the answer. What it shares with lease
/// tokens has the same name there. A list past its <c>exp</c> is not refused: see <see cref="RevocationList.IsStale"/>.
/// </summary>
public enum RevocationListError
{
    /// <summary>Nothing is wrong.</summary>
    None = LeaseTokenError.None,

    /// <summary>More than <see cref="RevocationList.LengthMax"/> characters.</summary>
    TooLong = LeaseTokenError.TooLong,

    /// <inheritdoc cref="LeaseTokenError.HeaderUnknown"/>
    HeaderUnknown = LeaseTokenError.HeaderUnknown,

    /// <inheritdoc cref="LeaseTokenError.Malformed"/>
    Malformed = LeaseTokenError.Malformed,

    /// <inheritdoc cref="LeaseTokenError.FooterMalformed"/>
    FooterMalformed = LeaseTokenError.FooterMalformed,

    /// <inheritdoc cref="LeaseTokenError.CertificateMalformed"/>
    CertificateMalformed = LeaseTokenError.CertificateMalformed,

    /// <inheritdoc cref="LeaseTokenError.CertificateKeyUnfit"/>
    CertificateKeyUnfit = LeaseTokenError.CertificateKeyUnfit,

    /// <inheritdoc cref="LeaseTokenError.KeyIdMismatch"/>
    KeyIdMismatch = LeaseTokenError.KeyIdMismatch,

    /// <inheritdoc cref="LeaseTokenError.RootUnknown"/>
    RootUnknown = LeaseTokenError.RootUnknown,

    /// <inheritdoc cref="LeaseTokenError.ChainBroken"/>
    ChainBroken = LeaseTokenError.ChainBroken,

    /// <inheritdoc cref="LeaseTokenError.CertificateSignatureInvalid"/>
    CertificateSignatureInvalid = LeaseTokenError.CertificateSignatureInvalid,

    /// <inheritdoc cref="LeaseTokenError.CertificateNotAllowed"/>
    CertificateNotAllowed = LeaseTokenError.CertificateNotAllowed,

    /// <inheritdoc cref="LeaseTokenError.CertificateDatesExceeded"/>
    CertificateDatesExceeded = LeaseTokenError.CertificateDatesExceeded,

    /// <inheritdoc cref="LeaseTokenError.CertificateTenantsExceeded"/>
    CertificateTenantsExceeded = LeaseTokenError.CertificateTenantsExceeded,

    /// <inheritdoc cref="LeaseTokenError.CertificateProductsExceeded"/>
    CertificateProductsExceeded = LeaseTokenError.CertificateProductsExceeded,

    /// <inheritdoc cref="LeaseTokenError.CertificatePathTooLong"/>
    CertificatePathTooLong = LeaseTokenError.CertificatePathTooLong,

    /// <summary>The signing key is certified for another use than revocation lists.</summary>
    KeyUseMismatch = LeaseTokenError.KeyUseMismatch,

    /// <summary>The signature is not the key's: the list was changed.</summary>
    SignatureInvalid = LeaseTokenError.SignatureInvalid,

    /// <summary>The payload is not the strict JSON of a revocation list.</summary>
    PayloadMalformed = LeaseTokenError.PayloadMalformed,

    /// <summary><c>typ</c> is not <c>bp-revocations</c>.</summary>
    TypeMismatch = LeaseTokenError.TypeMismatch,

    /// <summary><c>iss</c> is not the pinned issuer.</summary>
    IssuerMismatch = LeaseTokenError.IssuerMismatch,

    /// <summary><c>tenant</c> is another one than was asked for.</summary>
    TenantMismatch = 100,

    /// <summary><c>iat</c> lies ahead by more than the allowed skew: the clock here is behind.</summary>
    IssuedInFuture = LeaseTokenError.IssuedInFuture,

    /// <summary>The signing key is certified for other tenants.</summary>
    TenantNotCertified = LeaseTokenError.TenantNotCertified,

    /// <summary>The signing key is certified for other products than the application's.</summary>
    ProductNotCertified = LeaseTokenError.ProductNotCertified,

    /// <summary>The list was issued outside of the certificates' dates.</summary>
    IssuedOutsideCertificate = LeaseTokenError.IssuedOutsideCertificate,

    /// <summary>The list ends after the certificates do.</summary>
    OutlivesCertificate = LeaseTokenError.OutlivesCertificate,
}

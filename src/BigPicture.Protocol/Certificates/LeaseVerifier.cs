using BigPicture.Protocol.Tokens;

namespace BigPicture.Protocol.Certificates;

/// <summary>
/// Verifies lease tokens offline, with the vendor's root keys and nothing else. The checks are made in the order of
/// <see cref="LeaseTokenError"/>. Safe for use by many threads; keep one, since it remembers the chains that it has verified.
/// </summary>
public sealed class LeaseVerifier
{
    /// <summary>Seconds by which a server's clock may be ahead of ours.</summary>
    public const int SkewSeconds = 60;

    private readonly LeaseVerifierOptions options;
    private readonly VerifiedFooters footers = new();

    /// <summary>Makes a verifier for one product.</summary>
    /// <exception cref="ArgumentException">There is no root.</exception>
    public LeaseVerifier(LeaseVerifierOptions options)
    {
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        if (options.Roots.Count == 0)
            throw new ArgumentException("At least one root key must be pinned.", nameof(options));
    }

    /// <summary>Judges a token.</summary>
    /// <param name="token">The token, from wherever.</param>
    /// <param name="now">The time; not taken from any clock here.</param>
    /// <param name="machineId">This machine's id; needed for a token that is bound to one.</param>
    public LeaseVerification Verify(string? token, DateTimeOffset now, string? machineId = null)
    {
        if (!PublicToken.TryRead(token, out var envelope, out var error))
            return Refused(error);
        error = FindKey(envelope, out var key);
        if (key is null)
            return Refused(error);

        var payload = LeasePayload.Open(envelope.Payload);
        var isBound = payload?.IsBoundToMachine == true;
        error = CheckSignature(envelope, key, isBound, machineId);
        if (error == LeaseTokenError.None)
            error = CheckFrame(payload);
        if (error != LeaseTokenError.None)
            return Refused(error);

        if (!payload!.TryReadClaims(out var claims))
            return Refused(LeaseTokenError.PayloadMalformed);
        error = CheckDates(claims, now);
        if (error == LeaseTokenError.None)
            error = CheckCertifiedLimits(claims, key);
        return error == LeaseTokenError.None ? Judge(claims, now) : new LeaseVerification(LeaseValidity.Refused, error, claims);
    }

    private LeaseTokenError FindKey(PublicToken envelope, out CertifiedKey? key)
    {
        if (footers.TryGet(envelope.FooterText, out key))
            return LeaseTokenError.None;
        if (!LeaseTokenFooter.TryRead(envelope.Footer, out var footer))
            return LeaseTokenError.FooterMalformed;
        var error = CertificateChain.TryFindKey(footer, options.Roots, KeyUse.Lease, out key);
        if (key is not null)
            footers.Add(envelope.FooterText, key);
        return error;
    }

    private static LeaseTokenError CheckSignature(PublicToken envelope, CertifiedKey key, bool isBound, string? machineId)
    {
        if (isBound && machineId is null)
            return LeaseTokenError.MachineIdMissing;
        if (envelope.VerifiesWith(key.Key, LeaseSubject.Assertion(isBound, machineId)))
            return LeaseTokenError.None;
        return isBound ? LeaseTokenError.MachineMismatch : LeaseTokenError.SignatureInvalid;
    }

    private LeaseTokenError CheckFrame(LeasePayload? payload) =>
        payload switch
        {
            null => LeaseTokenError.PayloadMalformed,
            { Type: not LeaseTokenClaims.Type } => LeaseTokenError.TypeMismatch,
            _ when options.Issuer is not null && payload.Issuer != options.Issuer => LeaseTokenError.IssuerMismatch,
            _ when payload.Audience != options.Audience => LeaseTokenError.AudienceMismatch,
            { Version: not null and not LeaseTokenClaims.Version } => LeaseTokenError.VersionUnsupported,
            _ => LeaseTokenError.None,
        };

    private static LeaseTokenError CheckDates(LeaseTokenClaims claims, DateTimeOffset now)
    {
        var latest = now.AddSeconds(SkewSeconds);
        if (claims.IssuedAt > latest)
            return LeaseTokenError.IssuedInFuture;
        return claims.NotBefore > latest ? LeaseTokenError.NotYetValid : LeaseTokenError.None;
    }

    private static LeaseTokenError CheckCertifiedLimits(LeaseTokenClaims claims, CertifiedKey key)
    {
        var end = claims.GraceUntil ?? claims.ExpiresAt;
        return claims switch
        {
            _ when key.Tenants?.Contains(claims.Tenant) == false => LeaseTokenError.TenantNotCertified,
            _ when key.Products?.Contains(claims.Audience) == false => LeaseTokenError.ProductNotCertified,
            _ when claims.IssuedAt < key.NotBefore || claims.IssuedAt > key.NotAfter => LeaseTokenError.IssuedOutsideCertificate,
            _ when end > key.NotAfter => LeaseTokenError.OutlivesCertificate,
            _ when (claims.ExpiresAt - claims.IssuedAt).TotalSeconds > key.MaxLeaseSeconds => LeaseTokenError.LeaseTooLong,
            _ => LeaseTokenError.None,
        };
    }

    private static LeaseVerification Judge(LeaseTokenClaims claims, DateTimeOffset now)
    {
        if (now < claims.ExpiresAt)
            return new LeaseVerification(LeaseValidity.Valid, LeaseTokenError.None, claims);
        if (now < claims.GraceUntil)
            return new LeaseVerification(LeaseValidity.ValidInGrace, LeaseTokenError.None, claims);
        return new LeaseVerification(LeaseValidity.Refused, LeaseTokenError.Expired, claims);
    }

    private static LeaseVerification Refused(LeaseTokenError error) => new(LeaseValidity.Refused, error, Claims: null);
}

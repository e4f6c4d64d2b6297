using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Protocol.Revocations;

/// <summary>
/// What a tenant's revocation list says: these leases ended before their tokens do; section 5 of the protocol. It is always the whole list,
/// never a difference. The same list, key and footer make the same token.
/// </summary>
/// <remarks>Times are whole seconds in UTC. Read one with <see cref="RevocationVerifier"/>.</remarks>
public sealed record RevocationList
{
    /// <summary>The value of <c>typ</c>.</summary>
    public const string Type = "bp-revocations";

    /// <summary>Characters of the longest list that is read: room for the most entries of every kind.</summary>
    public const int LengthMax = 4 * 1024 * 1024;

    /// <summary>The most leases on a list.</summary>
    public const int LeasesMax = 50_000;

    /// <summary>The most entitlements on a list.</summary>
    public const int EntitlementsMax = 10_000;

    /// <summary>The most keys on a list.</summary>
    public const int KeysMax = 256;

    /// <summary><c>iss</c>: the server's URL, at most 200 bytes.</summary>
    public required string Issuer { get; init; }

    /// <summary>The tenant whose leases it is about.</summary>
    public required string Tenant { get; init; }

    /// <summary>Which life of the server's data its <see cref="Epoch"/> counts in; 1–128 characters.</summary>
    public required string Series { get; init; }

    /// <summary>Grows with every act that revokes, never falls within one issuer and series; from 0.</summary>
    public required long Epoch { get; init; }

    /// <summary><c>iat</c>: the list holds what was revoked up to here.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary><c>exp</c>: from here on it is stale, and a newer one should have come.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Leases that were revoked one by one, <c>lease_…</c>; at most <see cref="LeasesMax"/>.</summary>
    public IReadOnlyList<string> Leases { get; init; } = [];

    /// <summary>Entitlements whose leases were revoked together; at most <see cref="EntitlementsMax"/>.</summary>
    public IReadOnlyList<RevokedEntitlement> Entitlements { get; init; } = [];

    /// <summary>Keys that were withdrawn, <c>k4.pid.…</c>; at most <see cref="KeysMax"/>.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>
    /// Whether the list is past its <c>exp</c>. It still holds what it says; but something may have been revoked since, and the application
    /// decides what that means to it.
    /// </summary>
    public bool IsStale(DateTimeOffset now) => now >= ExpiresAt;

    /// <summary>
    /// Whether this list replaces the other: within a series the greater epoch, of two with the same epoch the one issued later (a list is
    /// signed again before it goes stale); of another series the one issued later. A list of another issuer or tenant replaces none.
    /// </summary>
    public bool IsNewerThan(RevocationList other)
    {
        if (Issuer != other.Issuer || Tenant != other.Tenant)
            return false;
        return Series == other.Series && Epoch != other.Epoch ? Epoch > other.Epoch : IssuedAt > other.IssuedAt;
    }

    /// <summary>Whether the list says anything against a lease.</summary>
    /// <param name="lease">A lease of this list's issuer and tenant whose token was verified; another tenant's is not found here.</param>
    public RevokedBy Find(LeaseToken lease)
    {
        var claims = lease.Claims;
        if (claims.Tenant != Tenant)
            return RevokedBy.Nothing;
        if (Leases.Contains(claims.LeaseId))
            return RevokedBy.Lease;
        if (Entitlements.Any(revoked => revoked.Id == claims.Entitlement && claims.IssuedAt < revoked.IssuedBefore))
            return RevokedBy.Entitlement;
        return Keys.Count > 0 && CertificateChain.KeyIds(lease.Footer).Any(Keys.Contains) ? RevokedBy.Key : RevokedBy.Nothing;
    }

    /// <summary>Signs the list.</summary>
    /// <param name="signer">The revocation key.</param>
    /// <param name="footer">The footer of that key.</param>
    /// <exception cref="ArgumentException">
    /// The footer is another key's, the list breaks a rule of its form or holds too many entries, or a string holds a lone surrogate.
    /// </exception>
    public string Sign(ITokenSigner signer, LeaseTokenFooter footer)
    {
        if (footer.KeyId != signer.PublicKey.Id)
            throw new ArgumentException("The footer is another key's.", nameof(footer));
        if (!RevocationPayload.IsSound(this))
            throw new ArgumentException("The list breaks a rule of its form.");
        return PublicToken.Sign(signer, RevocationPayload.ToUtf8(this), footer.Utf8);
    }
}

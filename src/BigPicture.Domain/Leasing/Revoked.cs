using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>
/// What a tenant's revocation list tells of one lease, of an entitlement's leases or of a key: tokens that were signed for them can still verify
/// offline, and must not count.
/// </summary>
/// <param name="Id">In its outside form.</param>
/// <param name="IssuedBefore">Of an entitlement: leases dated from here on are not meant.</param>
/// <param name="At">When it was revoked.</param>
/// <param name="Until">From here on no token that it names verifies any more, and the list need not tell it.</param>
public sealed record Revoked(TenantId Tenant, RevokedKind Kind, string Id, Instant IssuedBefore, Instant At, Instant Until)
{
    public static Revoked Of(Lease lease, Instant at) =>
        new(lease.Tenant, RevokedKind.Lease, lease.Id.ToString(), default, at, lease.SignedUntil);

    /// <param name="until">The latest end ever signed for a lease that the book's cut ends.</param>
    public static Revoked Of(Book book, Instant until) =>
        new(book.Tenant, RevokedKind.Entitlement, book.Entitlement.ToString(), book.RevokedBefore, book.LastAt, until);

    /// <summary>A key is the vendor's, and so no tenant's tokens count that it signed.</summary>
    public static Revoked OfKey(string keyId, Instant at, Instant until) =>
        new(TenantId.Vendor, RevokedKind.Key, keyId, default, at, until);
}

public enum RevokedKind
{
    Lease,
    Entitlement,
    Key,
}

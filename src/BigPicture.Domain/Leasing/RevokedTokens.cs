using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>What a revocation list tells of what was revoked.</summary>
public static class RevokedTokens
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

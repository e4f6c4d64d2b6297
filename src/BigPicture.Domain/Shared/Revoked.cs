namespace BigPicture.Domain.Shared;

/// <summary>
/// What a tenant's revocation list tells of one lease, of an entitlement's leases or of a key: tokens that were signed for them can still verify
/// offline, and must not count.
/// </summary>
/// <param name="Id">In its outside form.</param>
/// <param name="IssuedBefore">Of an entitlement: leases dated from here on are not meant.</param>
/// <param name="At">When it was revoked.</param>
/// <param name="Until">From here on no token that it names verifies any more, and the list need not tell it.</param>
public sealed record Revoked(TenantId Tenant, RevokedKind Kind, string Id, Instant IssuedBefore, Instant At, Instant Until);

public enum RevokedKind
{
    Lease,
    Entitlement,
    Key,
}

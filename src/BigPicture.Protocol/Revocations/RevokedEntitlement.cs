namespace BigPicture.Protocol.Revocations;

/// <summary>All leases of an entitlement up to a moment, in one entry however many they are.</summary>
/// <param name="Id"><c>ent_…</c></param>
/// <param name="IssuedBefore">Tokens of this entitlement whose <c>iat</c> lies before are revoked; those from this moment on are not.</param>
public sealed record RevokedEntitlement(string Id, DateTimeOffset IssuedBefore);

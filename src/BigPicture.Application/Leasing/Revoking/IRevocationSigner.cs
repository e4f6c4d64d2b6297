using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing.Revoking;

/// <summary>Signs revocation lists. Private keys stay behind it.</summary>
public interface IRevocationSigner
{
    /// <summary>The same contents give the same token on every server, as long as the key is the same. Null: this server has no key for it.</summary>
    string? Sign(RevocationContents contents);
}

/// <summary>What a list says.</summary>
/// <param name="IssuedAt">It holds what was revoked up to here.</param>
/// <param name="Seconds">Until it is stale, where the key's certificates do not end before.</param>
public sealed record RevocationContents(TenantId Tenant, long Epoch, Instant IssuedAt, int Seconds, IReadOnlyList<Revoked> Revoked);

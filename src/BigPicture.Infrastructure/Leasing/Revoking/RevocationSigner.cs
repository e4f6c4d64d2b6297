using BigPicture.Application.Leasing.Revoking;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Revocations;

namespace BigPicture.Infrastructure.Leasing.Revoking;

/// <param name="issuer">The server's own URL, <c>iss</c> of every list.</param>
internal sealed class RevocationSigner(LiveKeys keys, string issuer) : IRevocationSigner
{
    public string? Sign(RevocationContents contents)
    {
        if (keys.Ring.Revocation is not { } key || contents.IssuedAt > key.NotAfter)
            return null;
        var list = new RevocationList
        {
            Issuer = issuer,
            Tenant = contents.Tenant.Value,
            Series = key.Series,
            Epoch = contents.Epoch,
            IssuedAt = contents.IssuedAt.ToDateTimeOffset(),
            ExpiresAt = Instant.Min(contents.IssuedAt + contents.Seconds, key.NotAfter).ToDateTimeOffset(),
            Leases = [.. Most(RevokedKind.Lease, RevocationList.LeasesMax).Select(revoked => revoked.Id)],
            Entitlements =
            [
                .. Most(RevokedKind.Entitlement, RevocationList.EntitlementsMax)
                    .Select(revoked => new RevokedEntitlement(revoked.Id, revoked.IssuedBefore.ToDateTimeOffset())),
            ],
            Keys = [.. Most(RevokedKind.Key, RevocationList.KeysMax).Select(revoked => revoked.Id)],
        };
        return list.Sign(key.Signer, key.Footer);

        // Where there are too many, those whose tokens would verify longest; in one order on every server.
        IEnumerable<Revoked> Most(RevokedKind kind, int max) =>
            contents
                .Revoked.Where(revoked => revoked.Kind == kind)
                .OrderByDescending(revoked => revoked.Until.UnixSeconds)
                .ThenBy(revoked => revoked.Id, StringComparer.Ordinal)
                .Take(max)
                .OrderBy(revoked => revoked.Id, StringComparer.Ordinal);
    }
}

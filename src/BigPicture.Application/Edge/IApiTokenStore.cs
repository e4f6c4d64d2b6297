using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Edge;

public interface IApiTokenStore
{
    /// <summary>Null when there is none. Changes made to it are stored with the transaction in hand.</summary>
    /// <param name="owner">Whose it must be; null: anybody's, for administrators of the vendor.</param>
    Task<ApiToken?> Find(TenantId? owner, ApiTokenId id, CancellationToken cancel);

    /// <summary>Stored with the transaction in hand.</summary>
    void Add(ApiToken token);

    /// <summary>By id, which is by age, those after <paramref name="after"/>, at most <paramref name="count"/>.</summary>
    Task<IReadOnlyList<ApiToken>> List(TenantId? owner, ApiTokenId? after, int count, CancellationToken cancel);

    /// <summary>Notes uses in the transaction in hand. A later one that is noted already stays; a token that is gone is passed over.</summary>
    Task NoteUses(IReadOnlyCollection<ApiTokenUse> uses, CancellationToken cancel);
}

public sealed record ApiTokenUse(TenantId Owner, ApiTokenId Token, Instant At);

/// <summary>Committed tokens by the hash of their secret, read apart from any transaction in hand. Names no tenant: the token tells it.</summary>
public interface IApiTokenLookup
{
    /// <summary>Null when there is none; a revoked or expired one is found.</summary>
    Task<ApiToken?> Find(ApiTokenHash hash);
}

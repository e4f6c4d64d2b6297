using BigPicture.Application.Caching;
using BigPicture.Domain.Edge;

namespace BigPicture.Application.Edge;

/// <summary>Tokens in use, by the hash of their secret.</summary>
internal sealed class ApiTokenCache(IApiTokenLookup tokens, TimeProvider clock)
{
    public const int EntriesMax = 10_000;

    private readonly SnapshotCache<ApiTokenHash, ApiToken?> cache = new(EntriesMax, tokens.Find, clock, AuthenticateCaller.FreshFor);

    public async Task<ApiToken?> Find(ApiTokenHash hash, CancellationToken cancel)
    {
        var token = await cache.Get(hash, cancel);
        // What nobody has is not kept: guesses must not push out what is in use.
        if (token is null)
            cache.Forget(hash);
        return token;
    }

    public void Forget(ApiTokenHash hash) => cache.Forget(hash);
}

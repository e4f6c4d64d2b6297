using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Edge;

/// <summary>Final, and harmless to repeat.</summary>
public sealed record RevokeApiToken(ApiTokenId Id) : ICommand<Unit>;

internal sealed class RevokeApiTokenHandler(
    IApiTokenStore tokens,
    ApiTokenCache cache,
    Caller caller,
    FactLog log,
    AfterTransaction after,
    TimeProvider clock
) : IRequestHandler<RevokeApiToken, Outcome<Unit>>
{
    public async Task<Outcome<Unit>> Handle(RevokeApiToken request, CancellationToken cancel)
    {
        if (await tokens.Find(caller.Tenant, request.Id, cancel) is not { } token || !caller.Sees(token))
            return Denial.NotFound($"API token {request.Id}");
        log.Stood(new ApiTokenCreated(token, token.CreatedAt));
        if (token.Revoke(Instant.From(clock.GetUtcNow())) is { } revoked)
        {
            log.Tell(revoked);
            after.Do(() => cache.Forget(token.Hash));
        }
        return Unit.Value;
    }
}

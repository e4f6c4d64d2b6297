using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Edge;

/// <summary>Who brings this secret. Asked with every request, so it is answered from memory for <see cref="FreshFor"/>.</summary>
/// <param name="Secret">What stands after <c>Bearer</c>; null: nothing.</param>
public sealed record AuthenticateCaller(string? Secret) : IQuery<ApiToken>
{
    /// <summary>For so long at most a token that was revoked by another process is still taken; one that was revoked here is refused at once.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(2);
}

internal sealed class AuthenticateCallerHandler(ApiTokenCache cache, ApiTokenUses uses, ILedgerTime time)
    : IRequestHandler<AuthenticateCaller, Outcome<ApiToken>>
{
    private static readonly Denial Missing = Refuse("An API token is required: send it as 'Authorization: Bearer bp_…'.");
    private static readonly Denial Malformed = Refuse(
        "This is no API token: it must be bp_ and 43 characters, exactly as it was shown once."
    );
    private static readonly Denial Unknown = Refuse(
        "This API token is not known to this server. Create one, or check that it is for this server."
    );

    public async Task<Outcome<ApiToken>> Handle(AuthenticateCaller request, CancellationToken cancel)
    {
        if (request.Secret is null)
            return Missing;
        if (!ApiTokenSecret.IsWellFormed(request.Secret))
            return Malformed;
        if (await cache.Find(ApiTokenHash.Of(request.Secret), cancel) is not { } token)
            return Unknown;

        var now = time.Now;
        if (token.RevokedAt is { } revoked)
            return Refuse($"API token {token.Id} was revoked at {revoked}. Ask for a new one.");
        if (!token.IsGoodAt(now))
            return Refuse($"API token {token.Id} expired at {token.ExpiresAt}. Ask for a new one.");
        uses.Note(token, now);
        return token;
    }

    private static Denial Refuse(string message) => new(DenialCode.Unauthorized, message);
}

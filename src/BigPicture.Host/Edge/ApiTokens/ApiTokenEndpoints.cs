using BigPicture.Application.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Edge.ApiTokens;

internal static class ApiTokenEndpoints
{
    private const string Tag = "API tokens";
    private const string All = "/v1/tokens";
    private const string One = "/v1/tokens/{token_id}";
    private static readonly WireJsonContext Json = WireJson.Requests;

    public static void MapApiTokens(this IEndpointRouteBuilder routes)
    {
        routes.Serve(
            new Operation(HttpMethods.Post, All, Create)
            {
                Name = "create_token",
                Tag = Tag,
                Summary = "Create an API token",
                Description =
                    "The secret stands in this answer as `token` and is never shown again, not even to a repeat under the same `Idempotency-Key`. "
                    + "A token can only grant what it has itself.",
                Scope = Scopes.AdminWrite,
                Body = typeof(CreateTokenRequest),
                TakesIdempotencyKey = true,
                Answers = [Success.CreatedUnversioned<TokenAnswer>("The API token with its secret.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, All, List)
            {
                Name = "list_tokens",
                Tag = Tag,
                Summary = "List API tokens",
                Scope = Scopes.AdminRead,
                Query = [QueryParameter.Limit, QueryParameter.Cursor],
                Answers = [Success.Ok<TokenList>("One page in order of age, with those that are revoked or expired.")],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, One, Get)
            {
                Name = "get_token",
                Tag = Tag,
                Summary = "Show an API token",
                Scope = Scopes.AdminRead,
                Answers = [Success.Ok<TokenAnswer>("The API token without its secret.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Delete, One, Revoke)
            {
                Name = "revoke_token",
                Tag = Tag,
                Summary = "Revoke an API token",
                Description = "Refused everywhere within five seconds. Final, and harmless to repeat.",
                Scope = Scopes.AdminWrite,
                Answers = [Success.NoContent("It is revoked.")],
                Refusals = [DenialCode.NotFound],
            }
        );
    }

    private static Task<Outcome<Answer>> Create(Call call) =>
        call.Read(Json.CreateTokenRequest)
            .Then(body =>
                call.Send(
                    new CreateApiToken(body.Name, body.Scopes)
                    {
                        Tenant = Ids.TenantOrNull(body.TenantId),
                        Products = Ids.Products(body.Products),
                        ExpiresAt = Times.OrNull(body.ExpiresAt),
                    }
                )
            )
            .As(made => Answer.Created($"{All}/{made.Token.Id}", ToWire(made.Token, made.Secret), Json.TokenAnswer));

    private static Task<Outcome<Answer>> List(Call call) =>
        call.Send(new ListApiTokens(call.Query.Limit, call.Query.Cursor))
            .As(page =>
                Answer.Ok(
                    new TokenList { Tokens = [.. page.Items.Select(token => ToWire(token, null))], NextCursor = page.NextCursor },
                    Json.TokenList
                )
            );

    private static Task<Outcome<Answer>> Get(Call call) =>
        Ids.ApiToken(call, id => call.Send(new GetApiToken(id))).As(token => Answer.Ok(ToWire(token, null), Json.TokenAnswer));

    private static Task<Outcome<Answer>> Revoke(Call call) =>
        Ids.ApiToken(call, id => call.Send(new RevokeApiToken(id))).As(_ => Answer.NoContent);

    private static TokenAnswer ToWire(ApiTokenView token, string? secret) =>
        new()
        {
            TokenId = token.Id.ToString(),
            Secret = secret,
            Name = token.Name,
            Scopes = token.Scopes,
            TenantId = token.Tenant?.Value,
            Products = token.Products?.Select(product => product.Value).ToList(),
            ExpiresAt = Times.OrNull(token.ExpiresAt),
            CreatedAt = token.CreatedAt.ToDateTimeOffset(),
            LastUsedAt = Times.OrNull(token.LastUsedAt),
            RevokedAt = Times.OrNull(token.RevokedAt),
        };
}

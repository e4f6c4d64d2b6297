using System.CommandLine;
using System.Text.Json.Nodes;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

internal static class TokenCommands
{
    private static readonly Field<TokenAnswer>[] Fields =
    [
        new("token_id", t => t.TokenId),
        new("token", t => t.Secret, InList: false),
        new("name", t => t.Name),
        new("scopes", t => t.Scopes),
        new("tenant_id", t => t.TenantId),
        new("products", t => t.Products),
        new("expires_at", t => t.ExpiresAt),
        new("created_at", t => t.CreatedAt, InList: false),
        new("last_used_at", t => t.LastUsedAt),
        new("revoked_at", t => t.RevokedAt),
    ];

    public static Command Create(Remote remote) =>
        remote.Group("token", "API tokens: who may ask the server what.", New(remote), List(remote), Show(remote), Revoke(remote));

    private static Command New(Remote remote)
    {
        var name = Options.RequiredText("--name", "The name for people.", "NAME");
        var scopes = Options.Words("--scope", $"What it allows: {string.Join(", ", Scopes.All)}. Repeat, or part by commas.", "SCOPE");
        scopes.Aliases.Add("--scopes");
        scopes.Required = true;
        var tenant = Options.Text("--tenant", "Tie it to one tenant.", "ID");
        var products = Options.Words("--product", "Tie it to these products.", "ID");
        products.Aliases.Add("--products");
        var expires = Options.Time("--expires-at", "When it stops working; default never.");
        return remote.Ask(
            "create",
            "Create an API token. Its secret is shown this once.",
            [name, scopes, tenant, products, expires],
            (parse, server, cancel) =>
                server.Post(
                    Route.To("tokens"),
                    new CreateTokenRequest
                    {
                        Name = parse.GetRequiredValue(name),
                        Scopes = parse.GetRequiredValue(scopes)!,
                        TenantId = parse.GetValue(tenant),
                        Products = parse.WordsOf(products),
                        ExpiresAt = parse.GetValue(expires),
                    },
                    WireJson.Requests.CreateTokenRequest,
                    WireJson.Answers.TokenAnswer,
                    cancel
                ),
            (terminal, token) =>
            {
                terminal.Sheet(token, Fields);
                terminal.Say("Keep the token now: it is not shown again.");
            }
        );
    }

    private static Command List(Remote remote) =>
        remote.List(
            "list",
            "List API tokens, without their secrets.",
            [],
            new Listing<TokenList, TokenAnswer>
            {
                Path = _ => Route.To("tokens"),
                Plural = "tokens",
                Form = () => WireJson.Answers.TokenList,
                Items = page => page.Tokens,
                Next = page => page.NextCursor,
                Fields = Fields,
            }
        );

    private static Command Show(Remote remote)
    {
        var id = Options.Id("ID", "The token's id, token_…");
        return remote.Ask(
            "show",
            "Show an API token, without its secret.",
            [id],
            (parse, server, cancel) => server.Get(Route.To("tokens", parse.GetRequiredValue(id)), WireJson.Answers.TokenAnswer, cancel),
            (terminal, token) => terminal.Sheet(token, Fields)
        );
    }

    private static Command Revoke(Remote remote)
    {
        var id = Options.Id("ID", "The token's id, token_…");
        return remote.Command(
            "revoke",
            "Revoke an API token: refused everywhere within 5 s.",
            [id],
            async (parse, terminal, server, cancel) =>
            {
                var token = parse.GetRequiredValue(id);
                if (await server.Delete(Route.To("tokens", token), cancel) is { } failure)
                    return terminal.Fail(failure);
                if (terminal.IsJson)
                    terminal.Json(new JsonObject { ["token_id"] = token, ["revoked"] = true });
                else
                    terminal.Say($"{token} is revoked.");
                return (int)ExitCode.Ok;
            }
        );
    }
}

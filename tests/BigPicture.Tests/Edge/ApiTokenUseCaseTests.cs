using System.Text;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace BigPicture.Tests.Edge;

public sealed class SqliteApiTokenUseCaseTests() : ApiTokenUseCaseTests(TestDatabase.Sqlite);

public sealed class PostgresApiTokenUseCaseTests() : ApiTokenUseCaseTests(TestDatabase.Postgres);

public abstract class ApiTokenUseCaseTests(TestDatabase database) : IAsyncDisposable
{
    private readonly TestServer server = new(database: database);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_created_token_shows_its_secret_once()
    {
        await server.AddNames(["acme"], ["office", "cad-pro"]);

        var created = await server.Do(
            new CreateApiToken("Acme's application", ["license:write", "license:read"])
            {
                Tenant = new TenantId("acme"),
                Products = [new ProductId("office"), new ProductId("cad-pro")],
                ExpiresAt = server.Now + 100,
            }
        );

        Assert.True(ApiTokenSecret.IsWellFormed(created.Secret));
        Assert.Equal(["license:read", "license:write"], created.Token.Scopes);
        Assert.Equal(["cad-pro", "office"], created.Token.Products!.Select(product => product.Value));
        Assert.Equal((new TenantId("acme"), server.Now + 100), (created.Token.Tenant, created.Token.ExpiresAt));
        var shown = await server.Do(new GetApiToken(created.Token.Id));
        Assert.Equivalent(created.Token, shown, strict: true);
    }

    [Fact]
    public async Task Neither_the_secret_nor_its_hash_stands_in_an_event_or_the_secret_in_the_file()
    {
        var secret = (await server.Do(new CreateApiToken("ci", ["sync"]))).Secret!;

        var told = await server.Read(db => db.Set<EventRow>().SingleAsync(TestContext.Current.CancellationToken));

        Assert.Equal("api_token.created", told.Name);
        Assert.Equal(TenantId.Vendor, told.Tenant);
        var data = Encoding.UTF8.GetString(told.Data);
        Assert.Contains("\"scopes\":[\"sync\"]", data);
        Assert.DoesNotContain(secret, data);
        Assert.DoesNotContain("hash", data);
        var stored = await server.Read(db => db.Set<ApiToken>().SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ApiTokenHash.Of(secret), stored.Hash);
    }

    [Fact]
    public async Task Each_field_that_is_wrong_is_named()
    {
        Assert.Equal(["name", "scopes"], Fields(await server.Refused(new CreateApiToken("", []))));
        Assert.Equal(["scopes[1]"], Fields(await server.Refused(new CreateApiToken("x", ["sync", "root"]))));
        Assert.Equal(["scopes[1]"], Fields(await server.Refused(new CreateApiToken("x", ["sync", "sync"]))));
        Assert.Equal(["scopes[0]"], Fields(await server.Refused(new CreateApiToken("x", ["license:read,license:write"]))));
        Assert.Equal(["tenant_id"], Fields(await server.Refused(new CreateApiToken("x", ["sync"]) { Tenant = TenantId.Vendor })));
        Assert.Equal(["products"], Fields(await server.Refused(new CreateApiToken("x", ["sync"]) { Products = [] })));
        Assert.Equal(["products[1]"], Fields(await server.Refused(new CreateApiToken("x", ["sync"]) { Products = [new("a"), new("A")] })));
        Assert.Equal(["expires_at"], Fields(await server.Refused(new CreateApiToken("x", ["sync"]) { ExpiresAt = server.Now })));
        Assert.Equal(0, await server.Count<ApiToken>());
    }

    [Fact]
    public async Task A_token_is_tied_only_to_what_exists()
    {
        await server.AddNames(["acme"], ["cad-pro"]);

        var tenant = await server.Refused(new CreateApiToken("x", ["sync"]) { Tenant = new TenantId("nobody") });
        var product = await server.Refused(
            new CreateApiToken("x", ["sync"]) { Products = [new ProductId("cad-pro"), new ProductId("nothing")] }
        );

        Assert.Equal((DenialCode.NotFound, "Tenant 'nobody' does not exist."), (tenant.Code, tenant.Message));
        Assert.Equal((DenialCode.NotFound, "Product 'nothing' does not exist."), (product.Code, product.Message));
    }

    [Fact]
    public async Task Nobody_grants_a_scope_that_it_has_not()
    {
        var denial = await server.Refused(
            new CreateApiToken("x", ["admin:write", "sync", "audit:read"]),
            Callers.Admin(Scopes.AdminRead | Scopes.AdminWrite)
        );

        Assert.Equal(DenialCode.Forbidden, denial.Code);
        Assert.Contains("audit:read, sync", denial.Message, StringComparison.Ordinal);
        await server.Do(new CreateApiToken("x", ["admin:write"]), Callers.Admin(Scopes.AdminRead | Scopes.AdminWrite));
    }

    [Fact]
    public async Task Nobody_grants_more_reach_than_it_has()
    {
        await server.AddNames(["acme", "rival"], ["cad-pro", "office"]);
        var tied = Callers.Of("acme", "cad-pro");

        var otherTenant = new CreateApiToken("x", ["sync"]) { Tenant = new TenantId("rival") };
        var otherProduct = new CreateApiToken("x", ["sync"]) { Products = [new ProductId("office")] };
        Assert.Equal(DenialCode.NotFound, (await server.Refused(otherTenant, tied)).Code);
        Assert.Equal(DenialCode.NotFound, (await server.Refused(otherProduct, tied)).Code);

        var inherited = (await server.Do(new CreateApiToken("x", ["sync"]), tied)).Token;
        Assert.Equal(new TenantId("acme"), inherited.Tenant);
        Assert.Equal(["cad-pro"], inherited.Products!.Select(product => product.Value));
    }

    [Fact]
    public async Task A_caller_sees_and_revokes_only_tokens_that_reach_no_further_than_it()
    {
        await server.AddNames(["acme", "rival"], ["cad-pro", "office"]);
        var everywhere = await Add("everywhere", null);
        var rival = await Add("rival", "rival");
        var acme = await Add("acme", "acme");
        var cad = await Add("cad", "acme", "cad-pro");
        var both = await Add("both", "acme", "cad-pro", "office");

        Assert.Equal(["everywhere", "rival", "acme", "cad", "both"], await Names(null));
        Assert.Equal(["acme", "cad", "both"], await Names(Callers.Of("acme")));
        Assert.Equal(["cad"], await Names(Callers.Of("acme", "cad-pro")));
        foreach (var id in new[] { everywhere, rival, acme, both })
        {
            Assert.Equal(DenialCode.NotFound, (await server.Refused(new GetApiToken(id), Callers.Of("acme", "cad-pro"))).Code);
            Assert.Equal(DenialCode.NotFound, (await server.Refused(new RevokeApiToken(id), Callers.Of("acme", "cad-pro"))).Code);
        }
        await server.Do(new RevokeApiToken(cad), Callers.Of("acme", "cad-pro"));
    }

    [Fact]
    public async Task Pages_are_full_though_tokens_between_are_not_seen()
    {
        await server.AddNames(["acme"], ["cad-pro", "office"]);
        for (var i = 0; i < 9; i++)
            await Add($"{i}", "acme", i % 3 == 0 ? "cad-pro" : "office");
        var tied = Callers.Of("acme", "cad-pro");

        var first = await server.Do(new ListApiTokens(Limit: 2), tied);
        var second = await server.Do(new ListApiTokens(2, first.NextCursor), tied);

        Assert.Equal(["0", "3"], first.Items.Select(token => token.Name));
        Assert.Equal(["6"], second.Items.Select(token => token.Name));
        Assert.Null(second.NextCursor);
        Assert.Equal(["cursor"], Fields(await server.Refused(new ListApiTokens(2, "x"))));
        Assert.Equal(["limit"], Fields(await server.Refused(new ListApiTokens(201))));
    }

    [Fact]
    public async Task Revocation_is_final_told_once_and_harmless_to_repeat()
    {
        var id = await Add("x", null);
        await server.Do(new RevokeApiToken(id));
        var revokedAt = server.Now;
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.Do(new RevokeApiToken(id));

        Assert.Equal(revokedAt, (await server.Do(new GetApiToken(id))).RevokedAt);
        Assert.Equal(["api_token.created", "api_token.revoked"], await server.Events());
        Assert.Equal(
            DenialCode.NotFound,
            (await server.Refused(new RevokeApiToken(new ApiTokenId(TypeId.New(TestServer.StartTime))))).Code
        );
    }

    private async Task<ApiTokenId> Add(string name, string? tenant, params string[] products)
    {
        server.Clock.Advance(TimeSpan.FromMilliseconds(1)); // Ids sort by time; within one millisecond their order is chance.
        var request = new CreateApiToken(name, ["license:read"])
        {
            Tenant = tenant is null ? null : new TenantId(tenant),
            Products = products.Length == 0 ? null : [.. products.Select(product => new ProductId(product))],
        };
        return (await server.Do(request)).Token.Id;
    }

    private async Task<IEnumerable<string>> Names(Action<Caller>? caller) =>
        (await server.Do(new ListApiTokens(), caller)).Items.Select(token => token.Name);

    private static IEnumerable<string> Fields(Denial denial) => denial.Errors.Select(error => error.Field);
}

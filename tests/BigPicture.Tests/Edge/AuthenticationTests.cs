using BigPicture.Application.Edge;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Edge;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BigPicture.Tests.Edge;

public sealed class AuthenticationTests : IAsyncDisposable
{
    private readonly TestServer server;
    private int lookups;

    public AuthenticationTests() =>
        server = new TestServer(services =>
            services.AddSingleton<IApiTokenLookup>(provider => new Counted(
                new ApiTokenLookup(provider.GetRequiredService<IServiceScopeFactory>()),
                () => lookups++
            ))
        );

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_good_token_tells_who_asks()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var request = new CreateApiToken("x", ["license:read", "license:write"])
        {
            Tenant = new TenantId("acme"),
            Products = [new ProductId("cad-pro")],
        };
        var created = await server.Do(request);

        var caller = new Caller();
        caller.Become(await server.Do(new AuthenticateCaller(created.Secret)));

        Assert.Equal((created.Token.Id, new TenantId("acme")), (caller.Token, caller.Tenant));
        Assert.Equal(Scopes.LicenseRead | Scopes.LicenseWrite, caller.Scopes);
        Assert.True(caller.Sees(new ProductId("cad-pro")));
        Assert.False(caller.Sees(new ProductId("office")));
    }

    [Fact]
    public async Task What_is_no_token_is_refused_without_a_query()
    {
        foreach (var text in new[] { null, "", "bp_", "Bearer", ApiTokenSecret.New() + "=" })
            Assert.Equal(DenialCode.Unauthorized, (await server.Refused(new AuthenticateCaller(text))).Code);
        Assert.Equal(0, lookups);
    }

    [Fact]
    public async Task A_token_that_nobody_has_is_refused_and_takes_no_room()
    {
        var secret = ApiTokenSecret.New();

        Assert.Equal(DenialCode.Unauthorized, (await server.Refused(new AuthenticateCaller(secret))).Code);
        Assert.Equal(DenialCode.Unauthorized, (await server.Refused(new AuthenticateCaller(secret))).Code);
        Assert.Equal(2, lookups);
    }

    [Fact]
    public async Task A_token_is_looked_up_once_in_two_seconds()
    {
        var secret = await Secret();

        await server.Do(new AuthenticateCaller(secret));
        server.Clock.Advance(TimeSpan.FromSeconds(1.9));
        await server.Do(new AuthenticateCaller(secret));
        Assert.Equal(1, lookups);
        server.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await server.Do(new AuthenticateCaller(secret));
        Assert.Equal(2, lookups);
    }

    [Fact]
    public async Task A_token_that_was_revoked_here_is_refused_at_once()
    {
        var created = await server.Do(new CreateApiToken("x", ["sync"]));
        await server.Do(new AuthenticateCaller(created.Secret));

        await server.Do(new RevokeApiToken(created.Token.Id));

        Assert.Equal(DenialCode.Unauthorized, (await server.Refused(new AuthenticateCaller(created.Secret))).Code);
    }

    [Fact]
    public async Task A_token_that_was_revoked_elsewhere_is_refused_within_two_seconds()
    {
        var created = await server.Do(new CreateApiToken("x", ["sync"]));
        await server.Do(new AuthenticateCaller(created.Secret));

        var now = server.Now;
        await server.Read(db =>
            db.Set<ApiToken>().ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), TestContext.Current.CancellationToken)
        );
        await server.Do(new AuthenticateCaller(created.Secret));
        server.Clock.Advance(AuthenticateCaller.FreshFor);

        Assert.Equal(DenialCode.Unauthorized, (await server.Refused(new AuthenticateCaller(created.Secret))).Code);
    }

    [Fact]
    public async Task A_token_ends_with_the_second_of_its_expiry()
    {
        var secret = (await server.Do(new CreateApiToken("x", ["sync"]) { ExpiresAt = server.Now + 1 })).Secret;

        await server.Do(new AuthenticateCaller(secret));
        server.Clock.Advance(TimeSpan.FromSeconds(1)); // still kept in memory
        Assert.Equal(DenialCode.Unauthorized, (await server.Refused(new AuthenticateCaller(secret))).Code);
        Assert.Equal(1, lookups);
    }

    [Fact]
    public async Task Uses_are_written_down_to_the_minute_by_the_loop_alone()
    {
        var created = await server.Do(new CreateApiToken("x", ["sync"]));
        var minute = server.Now;
        server.Clock.Advance(TimeSpan.FromSeconds(59));
        await server.Do(new AuthenticateCaller(created.Secret));
        await server.Do(new AuthenticateCaller(created.Secret));

        Assert.Null((await server.Do(new GetApiToken(created.Token.Id))).LastUsedAt);
        Assert.Equal(1, await server.Do(new NoteTokenUses()));
        Assert.Equal(minute, (await server.Do(new GetApiToken(created.Token.Id))).LastUsedAt);
        Assert.Equal(0, await server.Do(new NoteTokenUses()));

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.Do(new AuthenticateCaller(created.Secret));
        Assert.Equal(1, await server.Do(new NoteTokenUses()));
        Assert.Equal(minute + 60, (await server.Do(new GetApiToken(created.Token.Id))).LastUsedAt);
        Assert.Equal(["api_token.created"], await server.Events());
    }

    [Fact]
    public async Task A_tick_writes_a_batch_and_a_refused_token_was_not_used()
    {
        for (var i = 0; i < 3; i++)
            await server.Do(new AuthenticateCaller(await Secret()));
        var gone = await server.Do(new CreateApiToken("x", ["sync"]));
        await server.Do(new RevokeApiToken(gone.Token.Id));
        await server.Refused(new AuthenticateCaller(gone.Secret));

        Assert.Equal(3, await server.Do(new NoteTokenUses()));
    }

    private async Task<string> Secret() => (await server.Do(new CreateApiToken("x", ["sync"]))).Secret!;

    private sealed class Counted(IApiTokenLookup real, Action count) : IApiTokenLookup
    {
        public Task<ApiToken?> Find(ApiTokenHash hash)
        {
            count();
            return real.Find(hash);
        }
    }
}

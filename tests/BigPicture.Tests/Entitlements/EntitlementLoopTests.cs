using BigPicture.Application.Entitlements;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class SqliteEntitlementLoopTests() : EntitlementLoopTests(TestDatabase.Sqlite);

public sealed class PostgresEntitlementLoopTests() : EntitlementLoopTests(TestDatabase.Postgres);

public abstract class EntitlementLoopTests : IAsyncDisposable
{
    private const long Day = 86_400;

    private readonly BookDouble books = new();
    private readonly TestServer server;

    protected EntitlementLoopTests(TestDatabase database) => server = new TestServer(books.Register, database);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Evaluation_counts_a_renewal_before_the_loop_stores_it()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var end = server.Now + Day;
        var created = await server.AddEntitlement(Renewing(end));
        server.Clock.Advance(TimeSpan.FromDays(70));

        var before = await server.Do(new GetEntitlement(created.Id));
        var count = await server.Do(new RenewDueEntitlements());
        var after = await server.Do(new GetEntitlement(created.Id));

        Assert.Equal((EntitlementStatus.Active, end + 90 * Day, 1L), (before.Status, before.EndsAt!.Value, before.Version));
        Assert.Equal(1, count);
        Assert.Equal((EntitlementStatus.Active, end + 90 * Day, 2L), (after.Status, after.EndsAt!.Value, after.Version));
        Assert.Equal(2, Assert.Single(books.Changed).Version);
        Assert.Equal("entitlement.renewed", (await server.Events())[^1]);
    }

    [Fact]
    public async Task A_second_tick_finds_nothing()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        await server.AddEntitlement(Renewing(server.Now + Day));
        server.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, await server.Do(new RenewDueEntitlements()));
        Assert.Equal(0, await server.Do(new RenewDueEntitlements()));
    }

    [Fact]
    public async Task A_tick_takes_a_batch_and_locks_books_in_id_order()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        for (var i = 0; i < RenewDueEntitlements.BatchSizeMax + 3; i++)
            await server.AddEntitlement(Renewing(server.Now + Day - i)); // The later ones are due first.
        server.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(RenewDueEntitlements.BatchSizeMax, await server.Do(new RenewDueEntitlements()));
        var ids = books.Changed.Select(change => change.Entitlement).ToList();
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(3, await server.Do(new RenewDueEntitlements()));
        Assert.Equal(RenewDueEntitlements.BatchSizeMax + 3, (await server.Events()).Count(name => name == "entitlement.renewed"));
    }

    [Fact]
    public async Task Revoked_ones_do_not_renew_and_suspended_ones_do()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var revoked = await server.AddEntitlement(Renewing(server.Now + Day));
        var suspended = await server.AddEntitlement(Renewing(server.Now + Day));
        await server.Do(new RevokeEntitlement(revoked.Id, "x"));
        await server.Do(new SuspendEntitlement(suspended.Id, "x"));
        server.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, await server.Do(new RenewDueEntitlements()));
        Assert.Equal(3, (await server.Do(new GetEntitlement(suspended.Id))).Version);
    }

    [Fact]
    public async Task An_end_is_told_once_and_changes_no_version()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var created = await server.AddEntitlement(Catalogue.Draft() with { EndsAt = server.Now + Day });
        Assert.Equal(0, await server.Do(new TellExpiredEntitlements()));
        server.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, await server.Do(new TellExpiredEntitlements()));
        Assert.Equal(0, await server.Do(new TellExpiredEntitlements()));

        Assert.Equal(1, (await server.Do(new GetEntitlement(created.Id))).Version);
        Assert.Empty(books.Changed);
        Assert.Single(await server.Events(), name => name == "entitlement.expired");
    }

    [Fact]
    public async Task An_end_given_anew_is_told_again()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var created = await server.AddEntitlement(Catalogue.Draft() with { EndsAt = server.Now + Day });
        server.Clock.Advance(TimeSpan.FromDays(1));
        await server.Do(new TellExpiredEntitlements());
        await server.Do(new ChangeEntitlement(created.Id) { EndsAt = server.Now + Day });
        server.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, await server.Do(new TellExpiredEntitlements()));
    }

    [Fact]
    public async Task What_is_suspended_revoked_or_renewing_does_not_expire()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var ends = Catalogue.Draft() with { EndsAt = server.Now + Day };
        await server.Do(new SuspendEntitlement((await server.AddEntitlement(ends)).Id, "x"));
        await server.Do(new RevokeEntitlement((await server.AddEntitlement(ends)).Id, "x"));
        await server.AddEntitlement(Renewing(server.Now + Day));
        server.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(0, await server.Do(new TellExpiredEntitlements()));
    }

    private static CreateEntitlement Renewing(Instant end) => Catalogue.Draft() with { EndsAt = end, AutoRenew = true, RenewalDays = 30 };
}

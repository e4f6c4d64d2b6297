using BigPicture.Application.Entitlements;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class SqliteEntitlementListTests() : EntitlementListTests(TestDatabase.Sqlite);

public sealed class PostgresEntitlementListTests() : EntitlementListTests(TestDatabase.Postgres);

public abstract class EntitlementListTests(TestDatabase database) : IAsyncDisposable
{
    private const long Day = 86_400;

    private readonly TestServer server = new(new BookDouble().Register, database);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Pages_are_exact_whatever_is_added_or_changed_between_them()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var made = new List<EntitlementId>();
        for (var i = 0; i < 7; i++)
            made.Add(await Add());

        var seen = new List<EntitlementId>();
        var query = new ListEntitlements(Limit: 2);
        for (var page = 0; query is not null; page++)
        {
            var answer = await server.Do(query);
            seen.AddRange(answer.Items.Select(e => e.Id));
            query = answer.NextCursor is { } next ? query with { Cursor = next } : null;
            if (page < 2)
                made.Add(await Add());
            await server.Do(new SuspendEntitlement(made[0], "behind the cursor"));
        }

        Assert.Equal(made, seen);
    }

    [Fact]
    public async Task The_last_page_says_so_when_it_is_just_full()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        await Add();
        await Add();

        Assert.Null((await server.Do(new ListEntitlements(Limit: 2))).NextCursor);
        Assert.NotNull((await server.Do(new ListEntitlements(Limit: 1))).NextCursor);
    }

    [Fact]
    public async Task A_filter_by_tenant_and_product_takes_just_those()
    {
        await server.AddNames(["acme", "rival"], ["cad-pro", "office"]);
        var cad = await Add();
        var office = await Add(Catalogue.Draft(product: "office"));
        var rival = await Add(Catalogue.Draft(tenant: "rival"));

        Assert.Equal([cad, office, rival], await List(new ListEntitlements()));
        Assert.Equal([cad, office], await List(new ListEntitlements { Tenant = new TenantId("acme") }));
        Assert.Equal([cad, rival], await List(new ListEntitlements { Product = new ProductId("cad-pro") }));
        Assert.Equal([rival], await List(new ListEntitlements { Tenant = new TenantId("rival"), Product = new ProductId("cad-pro") }));
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ListEntitlements { Tenant = new TenantId("nobody") })).Code);
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ListEntitlements { Product = new ProductId("none") })).Code);
    }

    /// <summary>The predicate in the database and the status that is told are one: each entitlement is in the list of its own status alone.</summary>
    [Fact]
    public async Task A_filter_by_status_agrees_with_the_status_that_is_told()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var now = server.Now;
        Instant[] starts = [now - 50 * Day, now - 10, now, now + 10];
        Instant?[] ends = [null, now - 5, now, now + 5, now + 100 * Day];
        foreach (var start in starts)
        foreach (var end in ends.Where(end => end is null || end > start))
        foreach (var renews in end is null ? new[] { false } : [false, true])
        foreach (var act in new[] { "", "suspend", "revoke", "both" })
        {
            var id = await Add(
                Catalogue.Draft() with
                {
                    StartsAt = start,
                    EndsAt = end,
                    AutoRenew = renews,
                    RenewalDays = renews ? 1 : null,
                }
            );
            if (act is "suspend" or "both")
                await server.Do(new SuspendEntitlement(id, "x"));
            if (act is "revoke" or "both")
                await server.Do(new RevokeEntitlement(id, "x"));
        }

        var all = (await server.Do(new ListEntitlements(Limit: 200))).Items;
        Assert.InRange(all.Count, 100, 199);
        foreach (var status in Enum.GetValues<EntitlementStatus>())
        {
            var expected = all.Where(e => e.Status == status).Select(e => e.Id).ToList();
            Assert.NotEmpty(expected);
            Assert.Equal(expected, await List(new ListEntitlements(Limit: 200) { Status = status }));
        }
    }

    [Fact]
    public async Task A_filter_by_status_pages_exactly_too()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var expected = new List<EntitlementId>();
        for (var i = 0; i < 9; i++)
        {
            var id = await Add(Catalogue.Draft() with { EndsAt = i % 2 == 0 ? server.Now + Day : null });
            if (i % 2 == 0)
                expected.Add(id);
        }
        server.Clock.Advance(TimeSpan.FromDays(2));

        var seen = new List<EntitlementId>();
        ListEntitlements? query = new(Limit: 2) { Status = EntitlementStatus.Expired };
        while (query is not null)
        {
            var answer = await server.Do(query);
            seen.AddRange(answer.Items.Select(e => e.Id));
            query = answer.NextCursor is { } next ? query with { Cursor = next } : null;
        }
        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task What_expires_soon_neither_has_ended_nor_renews_itself_nor_is_revoked()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var now = server.Now;
        var atTheEdge = await Add(Catalogue.Draft() with { EndsAt = now + 30 * Day });
        await Add(Catalogue.Draft() with { EndsAt = now + 30 * Day + 1 });
        await Add(Catalogue.Draft() with { StartsAt = now - 2, EndsAt = now });
        await Add();
        await Add(Catalogue.Draft() with { EndsAt = now + Day, AutoRenew = true, RenewalDays = 1 });
        var suspended = await Add(Catalogue.Draft() with { EndsAt = now + 1 });
        await server.Do(new SuspendEntitlement(suspended, "x"));
        await server.Do(new RevokeEntitlement(await Add(Catalogue.Draft() with { EndsAt = now + Day }), "x"));

        Assert.Equal([atTheEdge, suspended], await List(new ListEntitlements { ExpiringWithinDays = 30 }));
        foreach (var days in new[] { 0, -1, 3_661 })
        {
            var denial = await server.Refused(new ListEntitlements { ExpiringWithinDays = days });
            Assert.Equal(["expiring_within_days"], denial.Errors.Select(error => error.Field));
        }
    }

    [Fact]
    public async Task A_cursor_that_was_forged_or_belongs_to_another_list_is_refused()
    {
        await server.AddNames(["acme", "rival"], ["cad-pro", "office"]);
        await Add();
        await Add();
        var cursor = (await server.Do(new ListEntitlements(Limit: 1))).NextCursor!;
        var ofTenants = (await server.Do(new ListTenants(Limit: 1))).NextCursor!;
        var ofProducts = (await server.Do(new ListProducts(Limit: 1))).NextCursor!;

        await server.Do(new ListEntitlements(1, cursor));
        string[] bad =
        [
            "",
            "x",
            cursor + "A",
            cursor + "=",
            " " + cursor,
            cursor[..^1],
            Turned(cursor),
            ofTenants,
            ofProducts,
            new('A', 60_000),
        ];
        foreach (var text in bad)
            await AssertRefused(new ListEntitlements(1, text));
        await AssertRefused(new ListEntitlements(1, cursor) { Tenant = new TenantId("acme") });
        await AssertRefused(new ListEntitlements(1, cursor) { Status = EntitlementStatus.Active });
        Assert.Equal(["cursor"], (await server.Refused(new ListTenants(1, cursor))).Errors.Select(error => error.Field));
        Assert.Equal(["cursor"], (await server.Refused(new ListProducts(1, ofTenants))).Errors.Select(error => error.Field));

        async Task AssertRefused(ListEntitlements query)
        {
            var denial = await server.Refused(query);
            Assert.Equal(DenialCode.BadRequest, denial.Code);
            Assert.Equal(["cursor"], denial.Errors.Select(error => error.Field));
        }
    }

    /// <summary>One bit of the key turned, in a text that is still base64url.</summary>
    private static string Turned(string cursor) => cursor[..8] + (cursor[8] == 'A' ? 'B' : 'A') + cursor[9..];

    private async Task<EntitlementId> Add(CreateEntitlement? draft = null)
    {
        server.Clock.Advance(TimeSpan.FromMilliseconds(1)); // Ids sort by time; within one millisecond their order is chance.
        return (await server.AddEntitlement(draft)).Id;
    }

    private async Task<IEnumerable<EntitlementId>> List(ListEntitlements query) => (await server.Do(query)).Items.Select(e => e.Id);
}

using BigPicture.Application.Entitlements;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class SqliteEntitlementUseCaseTests() : EntitlementUseCaseTests(TestDatabase.Sqlite);

public sealed class PostgresEntitlementUseCaseTests() : EntitlementUseCaseTests(TestDatabase.Postgres);

public abstract class EntitlementUseCaseTests : IAsyncDisposable
{
    private const long Day = 86_400;

    private readonly BookDouble books = new();
    private readonly TestServer server;

    protected EntitlementUseCaseTests(TestDatabase database) => server = new TestServer(books.Register, database);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_created_one_opens_its_book_is_found_and_told()
    {
        await server.AddNames(["acme"], ["cad-pro"]);

        var created = await server.AddEntitlement();

        Assert.Equal(Catalogue.Floating, created.PolicyJson);
        Assert.Equal((server.Now, (Instant?)null, 1L), (created.StartsAt, created.EndsAt, created.Version));
        Assert.Equal(EntitlementStatus.Active, created.Status);
        Assert.Equal(created, await server.Do(new GetEntitlement(created.Id)));
        var opened = Assert.Single(books.Opened);
        Assert.Equal((created.Tenant, created.Id), (opened.Tenant, opened.Entitlement));
        Assert.Equal(3, opened.Terms.SeatLimits["seats"]);
        Assert.Equal(2, opened.Terms.SeatLimits["feature/render"]);
        Assert.Equal(["tenant.created", "product.created", "entitlement.created"], await server.Events());
    }

    [Fact]
    public async Task Tenant_and_product_must_exist_and_nothing_is_left_of_a_refused_one()
    {
        await server.AddNames(["acme"], ["cad-pro"]);

        Assert.Equal(DenialCode.NotFound, (await server.Refused(Catalogue.Draft(tenant: "nobody"))).Code);
        Assert.Equal(DenialCode.NotFound, (await server.Refused(Catalogue.Draft(product: "nothing"))).Code);
        Assert.Empty(books.Opened);
        Assert.Equal(0, await server.Count<Entitlement>());
        Assert.Equal(["tenant.created", "product.created"], await server.Events());
    }

    [Fact]
    public async Task Each_field_that_is_wrong_is_named()
    {
        var draft = Catalogue.Draft("A cme", "", """{"type":"concurrent","max_seats":0,"colour":1}""") with { RenewalDays = 3_661 };

        var denial = await server.Refused(draft);

        Assert.Equal(DenialCode.BadRequest, denial.Code);
        Assert.Equal(
            ["tenant_id", "product_id", "policy_json.max_seats", "policy_json.colour", "renewal_days"],
            denial.Errors.Select(error => error.Field)
        );
    }

    [Fact]
    public async Task Dates_that_cannot_be_are_named()
    {
        await server.AddNames(["acme"], ["cad-pro"]);

        Assert.Equal(["ends_at"], Fields(await server.Refused(Catalogue.Draft() with { EndsAt = server.Now })));
        Assert.Equal(["ends_at", "renewal_days"], Fields(await server.Refused(Catalogue.Draft() with { AutoRenew = true })));
    }

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var end = server.Now + 10 * Day;
        var created = await server.AddEntitlement(Catalogue.Draft() with { EndsAt = end, RenewalDays = 30, AutoRenew = true });

        var changed = await server.Do(new ChangeEntitlement(created.Id) { AutoRenew = false });

        Assert.Equal(created with { AutoRenew = false, Version = 2 }, changed);
        Assert.Equal(changed, await server.Do(new GetEntitlement(created.Id)));
        var change = Assert.Single(books.Changed);
        Assert.Equal((2L, null, null, null), (change.Version, change.Guard, change.RevokeLeases, change.CutLeasesAt));
    }

    [Fact]
    public async Task A_given_null_makes_it_perpetual()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var created = await server.AddEntitlement(Catalogue.Draft() with { EndsAt = server.Now + Day });

        var changed = await server.Do(new ChangeEntitlement(created.Id) { EndsAt = (Instant?)null });

        Assert.Null(changed.EndsAt);
        Assert.Null(Assert.Single(books.Changed).CutLeasesAt);
    }

    [Fact]
    public async Task A_nearer_end_cuts_the_leases_that_would_outlive_it()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var created = await server.AddEntitlement();

        await server.Do(new ChangeEntitlement(created.Id) { EndsAt = server.Now + 2 * Day });
        await server.Do(new ChangeEntitlement(created.Id) { EndsAt = server.Now + Day });
        await server.Do(new ChangeEntitlement(created.Id) { EndsAt = server.Now + 3 * Day });

        Assert.Equal([server.Now + 2 * Day, server.Now + Day, null], books.Changed.Select(change => change.CutLeasesAt));
        Assert.Equal([2, 3, 4], books.Changed.Select(change => change.Version));
    }

    [Fact]
    public async Task A_change_that_changes_nothing_tells_nothing()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var created = await server.AddEntitlement();
        var events = await server.Events();

        var changed = await server.Do(
            new ChangeEntitlement(created.Id) { Policy = Catalogue.Json(Catalogue.Floating), RevokeActiveLeases = true }
        );

        Assert.Equal(created, changed);
        Assert.Empty(books.Changed);
        Assert.Equal(events, await server.Events());
    }

    [Theory]
    [InlineData("""{"type":"per_user","max_seats":3,"features":["export","render"],"feature_seats":{"render":2}}""", true, "")]
    [InlineData("""{"type":"concurrent","max_seats":3,"features":["export","render"]}""", false, "feature/render")]
    public async Task Another_type_or_a_lost_pool_is_refused_while_leases_stand_in_the_way(string policy, bool anyLive, string pool)
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var created = await server.AddEntitlement();
        var events = await server.Events();
        books.InTheWay = Denial.Conflict("in use");

        var denial = await server.Refused(new ChangeEntitlement(created.Id) { Policy = Catalogue.Json(policy) });

        Assert.Equal(DenialCode.Conflict, denial.Code);
        var guard = books.Changed[0].Guard!;
        Assert.Equal((anyLive, pool), (guard.WhileAnyLive, string.Concat(guard.Pools)));
        Assert.Equal(created, await server.Do(new GetEntitlement(created.Id)));
        Assert.Equal(events, await server.Events());

        var changed = await server.Do(new ChangeEntitlement(created.Id) { Policy = Catalogue.Json(policy), RevokeActiveLeases = true });
        Assert.Equal(policy, changed.PolicyJson);
        Assert.Null(books.Changed[1].Guard);
        Assert.NotNull(books.Changed[1].RevokeLeases);
    }

    [Fact]
    public async Task Fewer_seats_are_never_in_the_way_of_leases()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var created = await server.AddEntitlement();
        books.InTheWay = Denial.Conflict("in use");

        await server.Do(
            new ChangeEntitlement(created.Id)
            {
                Policy = Catalogue.Json(
                    """{"type":"concurrent","max_seats":1,"overdraft_seats":4,"features":["render"],"feature_seats":{"render":1},"hold_revoked_seats":true}"""
                ),
            }
        );

        var terms = Assert.Single(books.Changed).Terms;
        Assert.Equal((5L, 1L, true), (terms.SeatLimits["seats"], terms.SeatLimits["feature/render"], terms.HoldRevokedSeats));
    }

    [Fact]
    public async Task Revocation_is_final_and_ends_leases_unless_told_not_to()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var one = await server.AddEntitlement();
        var two = await server.AddEntitlement();

        var revoked = await server.Do(new RevokeEntitlement(one.Id, "fraud"));
        await server.Do(new RevokeEntitlement(two.Id, "fraud") { RevokeActiveLeases = false });

        Assert.Equal((EntitlementStatus.Revoked, "fraud", 2L), (revoked.Status, revoked.RevokeReason, revoked.Version));
        Assert.Equal(["fraud", null], books.Changed.Select(change => change.RevokeLeases));
        Assert.Equal(DenialCode.Conflict, (await server.Refused(new ReinstateEntitlement(one.Id, null))).Code);
        Assert.Equal(DenialCode.Conflict, (await server.Refused(new ChangeEntitlement(one.Id) { AutoRenew = true })).Code);
    }

    [Fact]
    public async Task Revoked_again_it_tells_nothing_but_still_ends_leases_that_were_let_run()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var created = await server.AddEntitlement();
        await server.Do(new RevokeEntitlement(created.Id, "first") { RevokeActiveLeases = false });
        var events = await server.Events();

        var again = await server.Do(new RevokeEntitlement(created.Id, "second"));
        await server.Do(new RevokeEntitlement(created.Id, "third") { RevokeActiveLeases = false });

        Assert.Equal(("first", 2L), (again.RevokeReason, again.Version));
        Assert.Equal(events, await server.Events());
        Assert.Equal([(2L, null), (2L, "second")], books.Changed.Select(change => (change.Version, change.RevokeLeases)));
    }

    [Fact]
    public async Task Suspension_lets_leases_run_unless_asked_and_reinstatement_ends_it()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var created = await server.AddEntitlement();

        var suspended = await server.Do(new SuspendEntitlement(created.Id, "unpaid"));
        var reinstated = await server.Do(new ReinstateEntitlement(created.Id, null));
        await server.Do(new SuspendEntitlement(created.Id, "unpaid") { RevokeActiveLeases = true });

        Assert.Equal((EntitlementStatus.Suspended, "unpaid"), (suspended.Status, suspended.SuspendReason));
        Assert.Equal(EntitlementStatus.Active, reinstated.Status);
        Assert.Equal([null, null, "unpaid"], books.Changed.Select(change => change.RevokeLeases));
        Assert.Equal([2, 3, 4], books.Changed.Select(change => change.Version));
        Assert.Equal(["entitlement.suspended", "entitlement.reinstated", "entitlement.suspended"], (await server.Events()).Skip(3));
    }

    [Fact]
    public async Task A_reason_is_required_to_take_away_and_optional_to_give_back()
    {
        var id = new EntitlementId(TypeId.New(TestServer.StartTime));

        Assert.Equal(["reason"], Fields(await server.Refused(new RevokeEntitlement(id, ""))));
        Assert.Equal(["reason"], Fields(await server.Refused(new SuspendEntitlement(id, new string('x', 501)))));
        Assert.Equal(["reason"], Fields(await server.Refused(new ReinstateEntitlement(id, "\u0007"))));
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ReinstateEntitlement(id, null))).Code);
    }

    [Fact]
    public async Task Every_act_heeds_the_expected_version()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var id = (await server.AddEntitlement()).Id;
        var stale = Callers.IfMatch(7);

        Assert.Equal(DenialCode.VersionMismatch, (await server.Refused(new ChangeEntitlement(id) { AutoRenew = true }, stale)).Code);
        Assert.Equal(DenialCode.VersionMismatch, (await server.Refused(new RevokeEntitlement(id, "x"), stale)).Code);
        Assert.Equal(DenialCode.VersionMismatch, (await server.Refused(new SuspendEntitlement(id, "x"), stale)).Code);
        Assert.Equal(DenialCode.VersionMismatch, (await server.Refused(new ReinstateEntitlement(id, "x"), stale)).Code);
        Assert.Empty(books.Changed);
        await server.Do(new SuspendEntitlement(id, "x"), Callers.IfMatch(1));
    }

    [Fact]
    public async Task A_caller_sees_only_its_tenants_and_products()
    {
        await server.AddNames(["acme", "rival"], ["cad-pro", "office"]);
        var own = await server.AddEntitlement();
        var otherProduct = await server.AddEntitlement(Catalogue.Draft(product: "office"));
        var otherTenant = await server.AddEntitlement(Catalogue.Draft(tenant: "rival"));
        var tied = Callers.Of("acme", "cad-pro");

        Assert.Equal(own.Id, (await server.Do(new GetEntitlement(own.Id), tied)).Id);
        foreach (var id in new[] { otherProduct.Id, otherTenant.Id })
        {
            Assert.Equal(DenialCode.NotFound, (await server.Refused(new GetEntitlement(id), tied)).Code);
            Assert.Equal(DenialCode.NotFound, (await server.Refused(new ChangeEntitlement(id) { AutoRenew = true }, tied)).Code);
            Assert.Equal(DenialCode.NotFound, (await server.Refused(new RevokeEntitlement(id, "x"), tied)).Code);
            Assert.Equal(DenialCode.NotFound, (await server.Refused(new SuspendEntitlement(id, "x"), tied)).Code);
            Assert.Equal(DenialCode.NotFound, (await server.Refused(new ReinstateEntitlement(id, "x"), tied)).Code);
        }
        Assert.Equal(DenialCode.NotFound, (await server.Refused(Catalogue.Draft(tenant: "rival"), tied)).Code);
        Assert.Equal(DenialCode.NotFound, (await server.Refused(Catalogue.Draft(product: "office"), tied)).Code);
        Assert.Equal([own.Id], (await server.Do(new ListEntitlements(), tied)).Items.Select(e => e.Id));
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ListEntitlements { Tenant = new TenantId("rival") }, tied)).Code);
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ListEntitlements { Product = new ProductId("office") }, tied)).Code);
        Assert.Empty(books.Changed);
    }

    private static IEnumerable<string> Fields(Denial denial) => denial.Errors.Select(error => error.Field);
}

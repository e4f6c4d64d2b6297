using System.Runtime.CompilerServices;
using System.Text.Json;
using BigPicture.Application.Entitlements;
using BigPicture.Application.Telemetry;
using BigPicture.Domain.Shared;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Telemetry;

public sealed class SqliteEventTests() : EventTests(TestDatabase.Sqlite);

public sealed class PostgresEventTests() : EventTests(TestDatabase.Postgres);

public abstract class EventTests(TestDatabase database) : IAsyncDisposable
{
    private readonly TestServer server = new(new BookDouble().Register, database);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_event_tells_what_its_fact_says()
    {
        server.Clock.Advance(TimeSpan.FromSeconds(7));
        await server.Do(new CreateTenant(new TenantId("acme"), "Größe 🔑 <b>&\"'"));

        var told = Assert.Single((await server.Do(new ListEvents())).Events);

        Assert.Equal(("bigpicture.tenant.created", "acme", server.Now), (told.Type, told.Subject, told.Time));
        Assert.Equal(new TenantId("acme"), told.Tenant);
        Assert.StartsWith("evt_", told.Id.ToString(), StringComparison.Ordinal);
        using var data = JsonDocument.Parse(told.Data);
        Assert.Equal("Größe 🔑 <b>&\"'", data.RootElement.GetProperty("name").GetString());
        Assert.Equal(1, data.RootElement.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Events_come_in_the_order_of_commits_page_after_page_without_holes()
    {
        for (var i = 0; i < 7; i++)
            await server.Do(new CreateTenant(new TenantId($"t{i}"), "x"));

        var seen = new List<EventView>();
        long after = 0;
        for (var page = await server.Do(new ListEvents(0, 3)); page.Events.Count > 0; page = await server.Do(new ListEvents(after, 3)))
        {
            seen.AddRange(page.Events);
            after = page.NextAfter;
        }

        Assert.Equal(["t0", "t1", "t2", "t3", "t4", "t5", "t6"], seen.Select(told => told.Subject));
        Assert.Equal(seen.Select(told => told.Position).Order(), seen.Select(told => told.Position));
        Assert.Equal(after, (await server.Do(new ListEvents(after))).NextAfter);
        // Whoever stands there has it from elsewhere, such as a database that was not yet restored.
        Assert.Equal(["after"], Fields(await server.Refused(new ListEvents(after + 1))));
        Assert.Equal(["after"], Fields(await server.Refused(new ListEvents(long.MaxValue))));
    }

    [Fact]
    public async Task Facts_of_one_command_keep_their_order()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var created = await server.AddEntitlement(Catalogue.Draft() with { EndsAt = server.Now + 100, AutoRenew = true, RenewalDays = 1 });
        server.Clock.Advance(TimeSpan.FromDays(1));
        await server.Do(new ChangeEntitlement(created.Id) { AutoRenew = false });

        Assert.Equal(["entitlement.renewed", "entitlement.updated"], (await server.Events())[^2..]);
    }

    [Fact]
    public async Task A_refused_command_leaves_no_event_and_the_next_of_its_scope_tells_only_its_own()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var books = new BookDouble { InTheWay = Denial.Conflict("in use") };
        await using var other = new TestServer(books.Register, database);
        await other.AddNames(["acme"], ["cad-pro"]);
        var id = (await other.AddEntitlement()).Id;
        var perUser = new ChangeEntitlement(id) { Policy = Catalogue.Json("""{"type":"per_user","max_seats":1}""") };

        await other.InOneScope(async mediator =>
        {
            Assert.NotNull((await mediator.Send(perUser, TestContext.Current.CancellationToken)).Denial);
            Assert.Null((await mediator.Send(new CreateTenant(new TenantId("b"), "B"), TestContext.Current.CancellationToken)).Denial);
            Assert.Null((await mediator.Send(new CreateTenant(new TenantId("c"), "C"), TestContext.Current.CancellationToken)).Denial);
        });

        Assert.Equal(
            ["tenant.created", "product.created", "entitlement.created", "tenant.created", "tenant.created"],
            await other.Events()
        );
        Assert.Equal(Catalogue.Floating, (await other.Do(new GetEntitlement(id))).PolicyJson);
    }

    [Fact]
    public async Task A_filter_takes_types_with_or_without_prefix_and_skips_the_rest_for_good()
    {
        await server.AddNames(["acme"], ["cad-pro", "office"]);

        var products = await server.Do(new ListEvents { Types = ["product.created"] });
        var tenants = await server.Do(new ListEvents { Types = ["bigpicture.tenant.created", "tenant.updated"] });

        Assert.Equal(["cad-pro", "office"], products.Events.Select(told => told.Subject));
        Assert.Equal(["acme"], tenants.Events.Select(told => told.Subject));
        Assert.Equal(products.NextAfter, tenants.NextAfter); // All was looked at, so none of it is looked at again.
        foreach (var type in new[] { "", "product", "bigpicture.", "bigpicture.bigpicture.tenant.created", "*" })
            Assert.Equal(["types"], Fields(await server.Refused(new ListEvents { Types = [type] })));
        Assert.Equal(["after"], Fields(await server.Refused(new ListEvents(-1))));
        Assert.Equal(["limit"], Fields(await server.Refused(new ListEvents(0, 201))));
    }

    [Fact]
    public async Task A_caller_hears_only_of_its_tenant_and_products()
    {
        await server.AddNames(["acme", "rival"], ["cad-pro", "office"]);
        await server.AddEntitlement();
        await server.AddEntitlement(Catalogue.Draft(product: "office"));
        await server.AddEntitlement(Catalogue.Draft(tenant: "rival"));

        Assert.Equal(
            ["bigpicture.tenant.created", "bigpicture.entitlement.created", "bigpicture.entitlement.created"],
            (await server.Do(new ListEvents(), Callers.Of("acme"))).Events.Select(told => told.Type)
        );
        var tied = await server.Do(new ListEvents(), Callers.Of("acme", "cad-pro"));
        Assert.Equal(["bigpicture.entitlement.created"], tied.Events.Select(told => told.Type));
        Assert.Empty((await server.Do(new ListEvents(tied.NextAfter), Callers.Of("acme", "cad-pro"))).Events);
        Assert.Equal(
            DenialCode.NotFound,
            (await server.Refused(new ListEvents { Tenant = new TenantId("rival") }, Callers.Of("acme"))).Code
        );
        Assert.Equal(2, (await server.Do(new ListEvents { Tenant = new TenantId("rival") })).Events.Count);
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ListEvents { Tenant = new TenantId("nobody") })).Code);
    }

    [Fact]
    public void Every_fact_there_is_has_its_type_in_the_list()
    {
        var facts = typeof(Fact)
            .Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(Fact)) && !type.IsAbstract)
            .Select(type => (Fact)RuntimeHelpers.GetUninitializedObject(type))
            .Where(fact => fact.IsEvent)
            .ToList();

        Assert.NotEmpty(facts);
        Assert.All(facts, fact => Assert.True(EventTypes.Names.Contains(fact.Name), fact.GetType().Name));
    }

    [Fact]
    public void The_list_is_the_one_that_stands_in_the_protocol()
    {
        var protocol = typeof(BigPicture.Protocol.Wire.EventNames)
            .GetFields()
            .Where(field => field.IsLiteral && field.Name != nameof(BigPicture.Protocol.Wire.EventNames.TypePrefix))
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(protocol.Order(StringComparer.Ordinal), EventTypes.Names.Order(StringComparer.Ordinal));
        Assert.Equal(BigPicture.Protocol.Wire.EventNames.TypePrefix, EventTypes.Prefix);
    }

    private static IEnumerable<string> Fields(Denial denial) => denial.Errors.Select(error => error.Field);
}

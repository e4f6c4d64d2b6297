using BigPicture.Application.Entitlements;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class SqliteNameUseCaseTests() : NameUseCaseTests(TestDatabase.Sqlite);

public sealed class PostgresNameUseCaseTests() : NameUseCaseTests(TestDatabase.Postgres);

/// <summary>Tenants and products: the same use cases over two kinds of names.</summary>
public abstract class NameUseCaseTests(TestDatabase database) : IAsyncDisposable
{
    private readonly TestServer server = new(database: database);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Changes_of_one_thing_at_once_come_through_one_after_another()
    {
        const int AtOnce = 32;
        await server.AddNames(["acme"], []);

        await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => server.Do(new ChangeTenant(new TenantId("acme"), $"Acme {i}"))))
        );

        Assert.Equal(1 + AtOnce, (await server.Do(new GetTenant(new TenantId("acme")))).Version);
    }

    [Fact]
    public async Task A_created_tenant_is_found_and_told()
    {
        var created = await server.Do(new CreateTenant(new TenantId("acme"), "Acme Ltd"));

        Assert.Equal(new TenantView(new TenantId("acme"), "Acme Ltd", 1, server.Now, server.Now), created);
        Assert.Equal(created, await server.Do(new GetTenant(created.Id)));
        Assert.Equal(["tenant.created"], await server.Events());
    }

    [Fact]
    public async Task A_created_product_is_found_and_told()
    {
        var created = await server.Do(new CreateProduct(new ProductId("cad-pro"), "CAD Pro"));

        Assert.Equal(new ProductView(new ProductId("cad-pro"), "CAD Pro", 1, server.Now, server.Now), created);
        Assert.Equal(created, await server.Do(new GetProduct(created.Id)));
        Assert.Equal(["product.created"], await server.Events());
    }

    [Fact]
    public async Task An_id_is_made_where_none_is_given()
    {
        var tenant = await server.Do(new CreateTenant(null, "Acme Ltd"));
        var product = await server.Do(new CreateProduct(null, "CAD Pro"));

        Assert.True(TypeId.TryParse("tenant", tenant.Id.Value, out _), tenant.Id.Value);
        Assert.True(TypeId.TryParse("prod", product.Id.Value, out _), product.Id.Value);
    }

    [Fact]
    public async Task An_id_that_is_taken_is_a_conflict_and_tells_nothing()
    {
        await server.AddNames(["acme"], ["cad-pro"]);

        Assert.Equal(DenialCode.Conflict, (await server.Refused(new CreateTenant(new TenantId("acme"), "Other"))).Code);
        Assert.Equal(DenialCode.Conflict, (await server.Refused(new CreateProduct(new ProductId("cad-pro"), "Other"))).Code);
        Assert.Equal(["tenant.created", "product.created"], await server.Events());
    }

    [Fact]
    public async Task Of_many_who_want_the_same_id_at_once_one_gets_it()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(i => Task.Run(() => server.Send(new CreateTenant(new TenantId("acme"), $"Acme {i}"))))
        );

        Assert.Single(outcomes, outcome => outcome.Denial is null);
        Assert.Equal(15, outcomes.Count(outcome => outcome.Denial?.Code == DenialCode.Conflict));
        Assert.Equal(1, await server.Count<Tenant>());
    }

    [Fact]
    public async Task Each_field_that_is_wrong_is_named()
    {
        var tenant = await server.Refused(new CreateTenant(new TenantId("_Acme"), ""));
        var product = await server.Refused(new CreateProduct(new ProductId(""), new string('x', 201)));

        Assert.Equal(DenialCode.BadRequest, tenant.Code);
        Assert.Equal(["tenant_id", "name"], tenant.Errors.Select(error => error.Field));
        Assert.Equal(["product_id", "name"], product.Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task A_changed_name_raises_the_version_and_is_told_once()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        server.Clock.Advance(TimeSpan.FromSeconds(5));

        var tenant = await server.Do(new ChangeTenant(new TenantId("acme"), "New"));
        var product = await server.Do(new ChangeProduct(new ProductId("cad-pro"), "New"));
        await server.Do(new ChangeTenant(new TenantId("acme"), "New"));
        await server.Do(new ChangeProduct(new ProductId("cad-pro"), "New"));

        Assert.Equal(("New", 2L, server.Now), (tenant.Name, tenant.Version, tenant.UpdatedAt));
        Assert.Equal(("New", 2L, server.Now), (product.Name, product.Version, product.UpdatedAt));
        Assert.Equal(tenant, await server.Do(new GetTenant(tenant.Id)));
        Assert.Equal(product, await server.Do(new GetProduct(product.Id)));
        Assert.Equal(["tenant.created", "product.created", "tenant.updated", "product.updated"], await server.Events());
    }

    [Fact]
    public async Task A_change_on_another_version_than_expected_is_refused()
    {
        await server.AddNames(["acme"], ["cad-pro"]);

        Assert.Equal(
            DenialCode.VersionMismatch,
            (await server.Refused(new ChangeTenant(new TenantId("acme"), "New"), Callers.IfMatch(2))).Code
        );
        Assert.Equal(
            DenialCode.VersionMismatch,
            (await server.Refused(new ChangeProduct(new ProductId("cad-pro"), "New"), Callers.IfMatch(0))).Code
        );
        await server.Do(new ChangeTenant(new TenantId("acme"), "New"), Callers.IfMatch(1));
        Assert.Equal("CAD-PRO", (await server.Do(new GetProduct(new ProductId("cad-pro")))).Name);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new GetTenant(new TenantId("nobody")))).Code);
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new GetProduct(new ProductId("nothing")))).Code);
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ChangeTenant(new TenantId("nobody"), "New"))).Code);
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ChangeProduct(new ProductId("nothing"), "New"))).Code);
    }

    [Fact]
    public async Task Lists_go_by_id_page_after_page_whatever_is_added_meanwhile()
    {
        await server.AddNames(["c", "a", "e"], ["c", "a", "e"]);

        var tenants = await server.Do(new ListTenants(Limit: 2));
        var products = await server.Do(new ListProducts(Limit: 2));
        await server.AddNames(["b", "d"], ["b", "d"]); // "b" lies behind the first page, "d" before the second

        Assert.Equal(["a", "c"], tenants.Items.Select(tenant => tenant.Id.Value));
        Assert.Equal(["a", "c"], products.Items.Select(product => product.Id.Value));
        var moreTenants = await server.Do(new ListTenants(2, tenants.NextCursor));
        var moreProducts = await server.Do(new ListProducts(2, products.NextCursor));
        Assert.Equal(["d", "e"], moreTenants.Items.Select(tenant => tenant.Id.Value));
        Assert.Equal(["d", "e"], moreProducts.Items.Select(product => product.Id.Value));
        Assert.Null(moreTenants.NextCursor);
        Assert.Null(moreProducts.NextCursor);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    [InlineData(-1)]
    public async Task A_page_holds_1_to_200(int limit)
    {
        Assert.Equal(["limit"], (await server.Refused(new ListTenants(limit))).Errors.Select(error => error.Field));
        Assert.Equal(["limit"], (await server.Refused(new ListProducts(limit))).Errors.Select(error => error.Field));
        Assert.Equal(["limit"], (await server.Refused(new ListEntitlements(limit))).Errors.Select(error => error.Field));
        await server.Do(new ListTenants(1));
        await server.Do(new ListTenants(200));
    }

    [Fact]
    public async Task A_caller_tied_to_a_tenant_sees_only_that_one()
    {
        await server.AddNames(["acme", "rival"], ["cad-pro"]);
        var acme = Callers.Of("acme");

        Assert.Equal(["acme"], (await server.Do(new ListTenants(), acme)).Items.Select(tenant => tenant.Id.Value));
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new GetTenant(new TenantId("rival")), acme)).Code);
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ChangeTenant(new TenantId("rival"), "New"), acme)).Code);
        Assert.Equal(DenialCode.Forbidden, (await server.Refused(new CreateTenant(new TenantId("new"), "New"), acme)).Code);
        Assert.Equal(DenialCode.Forbidden, (await server.Refused(new CreateTenant(new TenantId("rival"), "New"), acme)).Code);
        Assert.Equal(DenialCode.Forbidden, (await server.Refused(new CreateProduct(new ProductId("new"), "New"), acme)).Code);
        Assert.Equal(DenialCode.Forbidden, (await server.Refused(new ChangeProduct(new ProductId("cad-pro"), "New"), acme)).Code);
        await server.Do(new ChangeTenant(new TenantId("acme"), "New"), acme);
    }

    [Fact]
    public async Task A_caller_tied_to_products_sees_only_those()
    {
        await server.AddNames([], ["cad-pro", "office", "viewer"]);
        var tied = Callers.Of(null, "cad-pro", "viewer");

        Assert.Equal(["cad-pro", "viewer"], (await server.Do(new ListProducts(), tied)).Items.Select(product => product.Id.Value));
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new GetProduct(new ProductId("office")), tied)).Code);
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ChangeProduct(new ProductId("office"), "New"), tied)).Code);
        Assert.Equal("VIEWER", (await server.Do(new GetProduct(new ProductId("viewer")), tied)).Name);
    }
}

using BigPicture.Application.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Leasing;

public sealed class SqliteLeaseListTests() : LeaseListTests(TestDatabase.Sqlite);

public sealed class PostgresLeaseListTests() : LeaseListTests(TestDatabase.Postgres);

public abstract class LeaseListTests(TestDatabase database) : IAsyncLifetime
{
    private readonly TestServer server = new(database: database);

    public async ValueTask InitializeAsync() => await server.AddNames(["acme", "globex"], ["cad-pro"]);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Leases_of_an_entitlement_that_does_not_exist_are_not_an_empty_list()
    {
        var unknown = new EntitlementId(Guid.Parse("0198c0de-0000-7000-8000-00000000dead"));

        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ListLeases { Entitlement = unknown })).Code);
    }

    [Fact]
    public async Task Leases_of_another_tenants_entitlement_are_not_told_to_exist()
    {
        var id = (await server.AddEntitlement()).Id;

        Assert.Empty((await server.Do(new ListLeases { Entitlement = id }, Callers.Of("acme"))).Items);
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ListLeases { Entitlement = id }, Callers.Of("globex"))).Code);
    }
}

using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Leasing;

public sealed class SqliteRehearsalTests() : RehearsalTests(TestDatabase.Sqlite);

public sealed class PostgresRehearsalTests() : RehearsalTests(TestDatabase.Postgres);

public abstract class RehearsalTests(TestDatabase database) : IAsyncLifetime
{
    private readonly TestServer server = new(database: database);

    public async ValueTask InitializeAsync()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        await server.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_rehearsal_takes_no_seat_and_tells_nothing()
    {
        await server.AddEntitlement();
        var told = await server.Events();

        await Rehearse("acme");

        Assert.Equal(0, await server.Count<Lease>());
        Assert.Equal(0, await server.Count<Seat>());
        Assert.Equal(told, await server.Events());
    }

    [Fact]
    public async Task What_a_rehearsal_signed_is_worth_nothing()
    {
        await server.AddEntitlement();

        var rehearsed = await Rehearse("acme");

        Assert.True((await server.Send(new RenewLease(rehearsed.Token, default))).IsDenied(out _));
    }

    [Fact]
    public async Task A_server_without_entitlements_rehearses_too() => Assert.NotEmpty((await Rehearse("_vendor")).Token);

    private Task<LeaseAnswer> Rehearse(string tenant) => server.Send(new RehearseLease(new TenantId(tenant), new ProductId("cad-pro")));
}

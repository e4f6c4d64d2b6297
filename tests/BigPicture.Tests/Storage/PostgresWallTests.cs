using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Testing.Leasing;
using BigPicture.Tests.Leasing.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Storage;

/// <summary>Tenants stay apart where the application forgets to: queries here name no tenant, and still find one tenant's rows only.</summary>
public sealed class PostgresWallTests : IAsyncLifetime
{
    private static readonly TenantId Evil = new("evil");
    private PostgresLedger? opened;

    private PostgresLedger Ledger => opened!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        opened = await PostgresLedger.Create();
        await Ledger.Open(OpenBook());
        await new BatchRunner(Ledger).Post(Activate(Lease(LeaseOf(1), "alice"), Grant(Seat("alice", 2))));
    }

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();

    [Theory]
    [InlineData("acme", 1)]
    [InlineData("evil", 0)]
    [InlineData("acm", 0)]
    [InlineData("_vendor", 0)]
    public async Task A_query_without_a_tenant_finds_the_callers_rows_only(string tenant, int rows)
    {
        await using var scope = Scope(new TenantId(tenant));
        var db = scope.ServiceProvider.GetRequiredService<LicensingDb>();

        Assert.Equal(rows, await db.Set<Lease>().CountAsync(Cancel));
        Assert.Equal(rows, (await db.Set<Book>().AsNoTracking().ToListAsync(Cancel)).Count);
        Assert.Equal(rows, await db.Set<EventRow>().CountAsync(Cancel));
        Assert.Equal(rows, await db.Set<Pool>().ExecuteUpdateAsync(set => set.SetProperty(p => p.Limit, p => p.Limit), Cancel));
    }

    [Fact]
    public async Task In_a_transaction_too()
    {
        await using var scope = Scope(Evil);
        var db = scope.ServiceProvider.GetRequiredService<LicensingDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);

        Assert.Equal(0, await db.Set<Lease>().CountAsync(Cancel));
        Assert.Equal(0, await db.Set<Seat>().ExecuteUpdateAsync(set => set.SetProperty(s => s.FreeAt, new Instant(0)), Cancel));
    }

    [Fact]
    public async Task A_row_of_another_tenant_cannot_be_written()
    {
        await using var scope = Scope(Evil);
        var db = scope.ServiceProvider.GetRequiredService<LicensingDb>();
        db.Add(Book.Open(Acme, EntitlementOf(7), holdRevokedSeats: false, Start));

        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancel));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Assert.IsType<PostgresException>(refused.InnerException).SqlState);
    }

    [Fact]
    public async Task The_ledgers_transaction_sees_the_tenants_of_its_acts_only()
    {
        await using var session = await Ledger.Store.Open(
            [Renew(Lease(LeaseOf(1)) with { Tenant = Evil })],
            BatchCommitter.NobodyLate,
            Cancel
        );
        Assert.False(session.Page.TryBook(Entitlement, out _));

        var sources = Ledger.Services.GetRequiredService<PostgresSources>();
        await using var unnamed = sources.Ledger.CreateCommand("SELECT count(*) FROM lease_lease");
        Assert.Equal(0L, await unnamed.ExecuteScalarAsync(Cancel));
    }

    [Fact]
    public async Task Loops_work_as_the_owner_over_all_tenants()
    {
        await using var scope = Ledger.Services.CreateAsyncScope();
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<LicensingDb>().Set<Lease>().CountAsync(Cancel));
    }

    [Fact]
    public async Task A_scope_that_becomes_tied_after_its_first_query_is_refused()
    {
        await using var scope = Ledger.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LicensingDb>();
        await db.Set<Lease>().CountAsync(Cancel);
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = Evil;

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.Set<Lease>().CountAsync(Cancel));
    }

    [Fact]
    public void An_id_that_would_name_two_tenants_is_refused() =>
        Assert.Throws<ArgumentException>(() => TenantReach.Text([new TenantId("evil,acme")]));

    [Fact]
    public async Task Every_table_with_a_tenant_is_walled()
    {
        await using var command = Ledger
            .Services.GetRequiredService<PostgresSources>()
            .Owner.CreateCommand(
                "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid "
                    + "AND p.polname = 'named_tenants') FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' "
                    + "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
            );
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var tables = new Dictionary<string, bool>();
        while (await row.ReadAsync(Cancel))
            tables.Add(row.GetString(0), row.GetBoolean(1));

        Assert.True(tables.Count >= 12, $"{tables.Count} tables");
        Assert.All(tables, table => Assert.True(table.Value, table.Key));
    }

    [Fact]
    public void The_migrations_make_the_model_as_it_is()
    {
        using var db = Ledger.Services.GetRequiredService<PostgresContexts>().CreateForMigrations();
        Assert.False(db.Database.HasPendingModelChanges());
    }

    private AsyncServiceScope Scope(TenantId tenant)
    {
        var scope = Ledger.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = tenant;
        return scope;
    }
}

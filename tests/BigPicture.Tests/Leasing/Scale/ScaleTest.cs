using BigPicture.Application.Edge;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using BigPicture.Testing.Databases;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BigPicture.Tests.Leasing.Scale;

/// <summary>A server with very many leases, which are put in by a few statements.</summary>
public abstract class ScaleTest : IAsyncLifetime
{
    protected static readonly bool IsLong = Environment.GetEnvironmentVariable("BIGPICTURE_LONG") == "1";

    internal TestServer Server { get; } = new();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Server.AddNames(["acme"], ["cad-pro"]);
        await Server.Start();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Server.DisposeAsync();
    }

    internal async Task<EntitlementId> Entitle(int seats) =>
        (await Server.AddEntitlement(Catalogue.Draft(policy: $$"""{"type":"concurrent","max_seats":{{seats}}}"""))).Id;

    internal Task<LeaseAnswer> Activate(EntitlementId entitlement, string session = "s") =>
        Server.Do(
            new ActivateLease(
                new LeaseApplication
                {
                    Tenant = Catalogue.Acme,
                    Product = Catalogue.CadPro,
                    Entitlement = entitlement,
                    Subject = new Subject(default, "alice"),
                    SessionId = session,
                }
            ),
            Callers.Admin()
        );

    internal Task Fill(LeaseFill fill) => Execute(fill.ToSql());

    internal Task<int> Execute(string sql) =>
        Server.Read(db => db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{").Replace("}", "}}"), Cancel));

    internal Task<int> Count(EntitlementId entitlement, LeaseState state) =>
        Server.Read(db => db.Set<Lease>().CountAsync(lease => lease.Entitlement == entitlement && lease.State == state, Cancel));

    internal Task<int> CountEvents(string name) =>
        Server.Read(db => db.Set<Application.Contracts.EventRow>().CountAsync(e => e.Name == name, Cancel));

    internal Task<long> Taken(EntitlementId entitlement) =>
        Server.Read(db => db.Set<Pool>().Where(pool => pool.Entitlement == entitlement).Select(pool => pool.Taken).SingleAsync(Cancel));

    /// <summary>Rows that a command inserted, changed and deleted, as SQLite counts them on the connection that did.</summary>
    internal async Task<long> RowsWritten<T>(IRequest<Outcome<T>> command)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        Callers.Admin()(scope.ServiceProvider.GetRequiredService<Caller>());
        var db = scope.ServiceProvider.GetRequiredService<LicensingDb>();
        await db.Database.OpenConnectionAsync(Cancel);
        var before = await Changes(db);
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, Cancel);
        Assert.False(outcome.IsDenied(out var denial), denial?.Message);
        return await Changes(db) - before;
    }

    private static async Task<long> Changes(LicensingDb db) =>
        (await db.Database.SqlQueryRaw<long>("SELECT total_changes() AS \"Value\"").ToListAsync(Cancel))[0];
}

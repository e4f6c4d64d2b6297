using BigPicture.Application.Entitlements;
using BigPicture.Application.Pipeline;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace BigPicture.Tests.Telemetry.Audit;

/// <summary>A server with a chain of some acts, and hands that reach past it into the tables.</summary>
public abstract class AuditScene(TestDatabase database) : IAsyncDisposable
{
    internal TestServer Server { get; } = new(database: database);

    private protected bool IsPostgres => database == TestDatabase.Postgres;

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Five links in the chain of <c>acme</c>.</summary>
    private protected async Task FiveActs()
    {
        await Server.AddNames(["acme", "beta"], ["cad-pro"]);
        for (var i = 2; i <= 5; i++)
            await Server.Do(new ChangeTenant(Catalogue.Acme, $"Acme {i}"), Callers.Admin());
    }

    private protected Task<Page<AuditRecord>> List(ListAudit? query = null) => Server.Do(query ?? new ListAudit(200), Callers.Admin());

    private protected Task<AuditVerdict> Verify(params KnownHead[] known) => Server.Send(new VerifyAudit(known));

    private protected async Task Sound(params KnownHead[] known)
    {
        var verdict = await Verify(known);
        Assert.True(verdict.Faults is [], string.Join('\n', verdict.Faults));
    }

    private protected Task<int> Sql(string sql) =>
        Server.Read(async db =>
        {
            await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        });

    /// <summary>As somebody would who owns the database and wants to hide something.</summary>
    private protected async Task Unlock()
    {
        if (IsPostgres)
        {
            await Sql("ALTER TABLE tel_audit DISABLE TRIGGER USER");
            return;
        }
        await Sql("DROP TRIGGER tel_audit_not_changed");
        await Sql("DROP TRIGGER tel_audit_not_removed");
    }
}

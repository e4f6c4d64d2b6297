using BigPicture.Infrastructure.Storage.Sqlite;
using BigPicture.Tests.Fixture;
using BigPicture.Tests.Leasing.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>The ledger on a file of its own.</summary>
internal sealed class SqliteLedger : StoredLedger
{
    private readonly TemporaryFolder folder = new();

    private SqliteLedger() { }

    public string File => folder.In("ledger.db");

    public static Task<SqliteLedger> Create()
    {
        var ledger = new SqliteLedger();
        SqliteTemplate.CopyTo(ledger.File);
        return Task.FromResult(ledger);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }

    protected override IServiceCollection AddStorage(IServiceCollection services) => services.AddSqliteStorage(new SqliteOptions(File));
}

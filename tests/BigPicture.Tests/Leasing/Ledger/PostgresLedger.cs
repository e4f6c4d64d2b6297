using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Testing.Leasing;
using BigPicture.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>The ledger on a database of its own, whose clock the test moves: the function that the ledger asks reads a table instead.</summary>
internal sealed class PostgresLedger : StoredLedger
{
    private readonly PostgresOptions options = new(PostgresTemplate.Copy());

    private PostgresLedger() { }

    public static async Task<PostgresLedger> Create()
    {
        var ledger = new PostgresLedger();
        await ledger.Execute(
            "CREATE TABLE test_clock (now bigint NOT NULL); GRANT SELECT ON test_clock TO bigpicture_app; "
                + $"INSERT INTO test_clock VALUES ({LeaseSamples.Start.UnixSeconds}); "
                + "CREATE OR REPLACE FUNCTION ledger_now() RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT now FROM test_clock'"
        );
        return ledger;
    }

    public override void Advance(long seconds)
    {
        base.Advance(seconds);
        using var command = Services.GetRequiredService<PostgresSources>().Owner.CreateCommand("UPDATE test_clock SET now = now + $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seconds });
        command.ExecuteNonQuery();
    }

    public override async Task<LedgerRows> Read()
    {
        await Services.GetRequiredService<EventNumbers>().Finish(CancellationToken.None);
        return await base.Read();
    }

    protected override IServiceCollection AddStorage(IServiceCollection services) => services.AddPostgresStorage(options);
}

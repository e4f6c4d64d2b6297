using System.Diagnostics;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>Connections by what they are for. Those of the application have its role from their start on: it needs no thought to be walled in.</summary>
internal sealed class PostgresSources : IAsyncDisposable, IDisposable
{
    /// <summary>Besides the lanes, for those who ask what would become of an act.</summary>
    private const int LedgerConnectionsSpare = 4;

    // The ledger looks rows up by their keys, some hundred at a time, also where a scan seems cheaper because a table is still small. Which
    // index it takes depends on statistics: without any, a lookup of one seat reads its whole pool until autovacuum has analyzed the tables.
    // Then no plan gets better by knowing the values, so each is made once.
    private const string ByKeyOnly =
        " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off -c plan_cache_mode=force_generic_plan";

    private const string AsApplication = $"-c role={WalledTables.ApplicationRole}";

    public PostgresSources(PostgresOptions options)
    {
        Ledger = Source("ledger", options, AsApplication + ByKeyOnly, options.Lanes + LedgerConnectionsSpare);
        Application = Source("application", options, AsApplication, options.ApplicationConnectionsMax);
        Owner = Source("owner", options, null, options.OwnerConnectionsMax);
    }

    /// <summary>For the lanes.</summary>
    public NpgsqlDataSource Ledger { get; }

    /// <summary>For all else that one tenant asks for.</summary>
    public NpgsqlDataSource Application { get; }

    /// <summary>For migrations, loops, and what spans tenants.</summary>
    public NpgsqlDataSource Owner { get; }

    /// <summary>Closes what lies unused now, and what is in use once it is given back.</summary>
    public void Clear()
    {
        Ledger.Clear();
        Application.Clear();
        Owner.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        await Application.DisposeAsync();
        await Owner.DisposeAsync();
    }

    public void Dispose()
    {
        Ledger.Dispose();
        Application.Dispose();
        Owner.Dispose();
    }

    /// <param name="name">Of the pool, in metrics; the driver would take the address and the user in its place.</param>
    private static NpgsqlDataSource Source(string name, PostgresOptions options, string? settings, int connectionsMax)
    {
        var connection = options.ToConnectionString();
        connection.Options = settings;
        connection.MaxPoolSize = connectionsMax;
        connection.MaxAutoPrepare = 200;
        connection.AutoPrepareMinUsages = 2;
        // Settings are made for one transaction at a time, so none outlives its use.
        connection.NoResetOnClose = true;
        connection.KeepAlive = 30;
        var builder = new NpgsqlDataSourceBuilder(connection.ConnectionString) { Name = name };
        // Below a span of ours or not at all: else every statement of a loop would be a trace of its own.
        builder.ConfigureTracing(tracing =>
            tracing.ConfigureCommandFilter(_ => Activity.Current is not null).ConfigureBatchFilter(_ => Activity.Current is not null)
        );
        return builder.Build();
    }
}

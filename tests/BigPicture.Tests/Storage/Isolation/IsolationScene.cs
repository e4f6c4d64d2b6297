using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Testing.Databases;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BigPicture.Tests.Storage.Isolation;

/// <summary>
/// The product does two acts, one after the other, on rows that it made before; then its very statements are played in every other order that
/// their locks leave open. Whatever is read must be what the product decided on, and the end must be the same.
/// </summary>
internal sealed class IsolationScene : IAsyncDisposable
{
    public const string State = "state";

    private const string AsOwner = $"SET ROLE {PostgresCluster.Owner}";

    private const string AsLedger =
        $"SET ROLE {WalledTables.ApplicationRole}; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

    /// <summary>Seats and all that hangs on them; then every column that the ledger writes, in one number.</summary>
    private const string StateSql =
        "SELECT (SELECT sum(taken) || ' of ' || sum(seat_limit) FROM lease_pool) || ' seats, ' || (SELECT count(*) FROM lease_seat) || ' held, ' "
        + "|| (SELECT count(*) FROM lease_lease WHERE state = 0) || ' live, ' || (SELECT count(*) FROM lease_claim) || ' claims, ' "
        + "|| (SELECT string_agg(name, ' ' ORDER BY sequence) FROM tel_event WHERE name LIKE 'license.%' AND name <> 'license.denied') || ', ' || md5(concat("
        + "(SELECT string_agg(t::text, ',' ORDER BY t::text) FROM lease_book t), (SELECT string_agg(t::text, ',' ORDER BY t::text) FROM lease_pool t), "
        + "(SELECT string_agg(t::text, ',' ORDER BY t::text) FROM lease_seat t), (SELECT string_agg(t::text, ',' ORDER BY t::text) FROM lease_claim t), "
        + "(SELECT string_agg(t::text, ',' ORDER BY t::text) FROM lease_lease t))) AS state";

    private readonly string database;
    private StatementLog? log;

    private IsolationScene()
    {
        var options = new NpgsqlConnectionStringBuilder(Sources.Owner.ConnectionString);
        database = options.Database!;
    }

    public TestServer Server { get; } = new(database: TestDatabase.Postgres);

    private PostgresSources Sources => Server.Services.GetRequiredService<PostgresSources>();

    public static async Task<IsolationScene> Open()
    {
        var scene = new IsolationScene();
        StatementLog.Start(PostgresTemplate.Cluster, scene.database);
        await scene.Server.Start();
        await scene.Server.AddNames(["acme"], ["cad-pro"]);
        var types = await scene.Read(
            "SELECT DISTINCT column_name || ' ' || udt_name FROM information_schema.columns WHERE table_schema = 'public'"
        );
        scene.log = new StatementLog(
            PostgresTemplate.Cluster,
            scene.database,
            types.Select(type => type.Split(' ')).GroupBy(type => type[0]).ToDictionary(type => type.Key, type => type.First()[1])
        );
        return scene;
    }

    /// <summary>What the product sent for this act.</summary>
    public async Task<Recording> Record(Func<Task> act)
    {
        log!.Skip();
        await act();
        // A refusal is told afterwards, in a transaction of its own.
        return new Recording(log.Read().First(transaction => transaction.IsLocking), Server.Now.UnixSeconds);
    }

    /// <summary>Empties a table.</summary>
    public Task Forget(string table) => Read($"DELETE FROM {table}");

    /// <summary>All rows as they are now are what each permutation begins with.</summary>
    public async Task<string> Keep()
    {
        var tables = await Read(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE '%\\_%' AND tablename NOT LIKE '\\_\\_%'"
        );
        await Read("CREATE SCHEMA start");
        foreach (var table in tables)
            await Read($"CREATE TABLE start.{table} AS TABLE {table}");
        return $"SET session_replication_role = replica; TRUNCATE {string.Join(", ", tables)}; "
            + string.Concat(tables.Select(table => $"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM start.{table}; "));
    }

    /// <summary>How everything stands after both acts.</summary>
    public async Task<string> ReadState() => (await Read(StateSql)).Single();

    public async Task<IReadOnlyList<PlayedPermutation>> Play(IsolationSpec spec)
    {
        await Read(
            "CREATE OR REPLACE FUNCTION ledger_now() RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT current_setting(''spec.now'')::bigint'"
        );
        return await Task.Run(() => IsolationTester.Run(PostgresTemplate.Cluster, database, spec));
    }

    /// <summary>With the rights that the product had, and at the time that it was.</summary>
    public static SpecSession As(string name, Recording act, IReadOnlyList<SpecStep> steps) =>
        new(name, $"{(act.Transaction.NamesTenants ? AsLedger : AsOwner)}; SET spec.now = '{act.Now}'", steps);

    public static SpecSession Looking() => new(State, "", [new(State, StateSql)]);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task<List<string>> Read(string sql)
    {
        await using var command = Sources.Owner.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var read = new List<string>();
        while (await rows.ReadAsync())
            read.Add(rows.GetString(0));
        return read;
    }
}

/// <param name="Now">The time that it was done at.</param>
internal sealed record Recording(RecordedTransaction Transaction, long Now)
{
    public Recording With(Func<string, string> change) =>
        this with
        {
            Transaction = Transaction with { Statements = [.. Transaction.Statements.Select(change)] },
        };
}

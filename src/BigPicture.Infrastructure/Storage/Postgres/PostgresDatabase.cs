using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>Migrated by a command of its own, never by a server that starts: replicas of two releases run side by side during an upgrade.</summary>
public sealed class PostgresDatabase : IDatabase
{
    /// <summary>The first major version that this release was tested on.</summary>
    public const int VersionLeast = 15;

    private static readonly string[] Durability = ["fsync", "full_page_writes", "synchronous_commit"];

    private readonly PostgresSources sources;
    private readonly PostgresContexts contexts;

    internal PostgresDatabase(PostgresSources sources, PostgresContexts contexts) => (this.sources, this.contexts) = (sources, contexts);

    public async Task Prepare(CancellationToken cancel)
    {
        await Reach(cancel);
        await RequireDurability(cancel);
        if (await Outdated(cancel) is { } problem)
            throw new DatabaseUnfitException(problem);
        await RequireWall(cancel);
    }

    /// <summary>Brings the schema up to this build.</summary>
    public async Task Migrate(CancellationToken cancel)
    {
        await Reach(cancel);
        await using var db = contexts.CreateForMigrations();
        await RefuseNewer(db, cancel);
        await db.Database.MigrateAsync(cancel);
    }

    /// <summary>What <see cref="Migrate"/> would send, for somebody to read or to run.</summary>
    public async Task<string> Plan(CancellationToken cancel)
    {
        await Reach(cancel);
        await using var db = contexts.CreateForMigrations();
        await RefuseNewer(db, cancel);
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancel)).LastOrDefault();
        return db.GetService<IMigrator>().GenerateScript(applied);
    }

    public async Task<string?> Probe(CancellationToken cancel)
    {
        try
        {
            return await Outdated(cancel);
        }
        catch (Exception e) when (PostgresFaults.IsStorage(e))
        {
            return e.GetBaseException().Message;
        }
    }

    private async Task Reach(CancellationToken cancel)
    {
        try
        {
            await using var connection = await sources.Owner.OpenConnectionAsync(cancel);
            if (connection.PostgreSqlVersion.Major < VersionLeast)
                throw new DatabaseUnfitException(
                    $"PostgreSQL {connection.PostgreSqlVersion} is too old; at least {VersionLeast} is needed."
                );
        }
        catch (NpgsqlException e)
        {
            throw new DatabaseUnfitException($"The database cannot be reached: {e.GetBaseException().Message}", e);
        }
    }

    private async Task RequireDurability(CancellationToken cancel)
    {
        foreach (var setting in Durability)
            if (await Text($"SHOW {setting}", cancel) == "off")
                throw new DatabaseUnfitException(
                    $"PostgreSQL runs with {setting} = off, and may lose leases that were acknowledged. Switch it on in its configuration."
                );
    }

    private async Task RequireWall(CancellationToken cancel)
    {
        var breach = await Text(
            $"SELECT CASE WHEN rolsuper OR rolbypassrls THEN 'passes row-level security' END FROM pg_roles WHERE rolname = '{WalledTables.ApplicationRole}'",
            cancel
        );
        if (breach.Length > 0)
            throw new DatabaseUnfitException($"The role {WalledTables.ApplicationRole} {breach}: take that right from it.");
    }

    private async Task<string?> Outdated(CancellationToken cancel)
    {
        await using var db = contexts.CreateForMigrations();
        var pending = await db.Database.GetPendingMigrationsAsync(cancel);
        return pending.Any() ? "The schema is older than this build: run `bigpicture-cloud migrate`." : null;
    }

    // A newer schema is no hindrance to a server, since migrations only add; but an older build has nothing to bring to it.
    private static async Task RefuseNewer(PostgresDb db, CancellationToken cancel)
    {
        var applied = await db.Database.GetAppliedMigrationsAsync(cancel);
        if (applied.Except(db.Database.GetMigrations()).FirstOrDefault() is { } unknown)
            throw new DatabaseUnfitException($"The schema was made by a newer release (migration {unknown}); run that one.");
    }

    private async Task<string> Text(string sql, CancellationToken cancel)
    {
        await using var command = sources.Owner.CreateCommand(sql);
        return Convert.ToString(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture) ?? "";
    }
}

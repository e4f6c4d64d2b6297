using BigPicture.Infrastructure.Leasing.Revoking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>Migrated by a command of its own, never by a server that starts: replicas of two releases run side by side during an upgrade.</summary>
public sealed class PostgresDatabase : IDatabase
{
    private static readonly string RaiseEpochs = RevokedSql.RaiseAll(PostgresClock.Function);

    private readonly PostgresSources sources;
    private readonly PostgresFitness fitness;
    private readonly PostgresContexts contexts;
    private readonly PostgresClock clock;

    internal PostgresDatabase(PostgresSources sources, PostgresContexts contexts, PostgresClock clock) =>
        (this.sources, fitness, this.contexts, this.clock) = (sources, new PostgresFitness(sources), contexts, clock);

    public async Task Prepare(CancellationToken cancel)
    {
        await fitness.RequireServer(cancel);
        await fitness.RequireDurability(cancel);
        if (await Outdated(cancel) is { } problem)
            throw new DatabaseUnfitException(problem);
        await fitness.RequireWall(cancel);
        await clock.Refresh(cancel);
        await using var command = sources.Owner.CreateCommand(RaiseEpochs);
        await command.ExecuteNonQueryAsync(cancel);
    }

    Task IDatabase.Migrate(CancellationToken cancel) => Migrate(cancel);

    /// <summary>Brings the schema up to this build.</summary>
    /// <returns>What was missing.</returns>
    public async Task<IReadOnlyList<string>> Migrate(CancellationToken cancel)
    {
        await fitness.RequireServer(cancel);
        await using var db = contexts.CreateForMigrations();
        await RefuseNewer(db, cancel);
        var missing = await db.Database.GetPendingMigrationsAsync(cancel);
        await db.Database.MigrateAsync(cancel);
        return [.. missing];
    }

    /// <summary>What <see cref="Migrate"/> would send, for somebody to read or to run.</summary>
    public async Task<string> Plan(CancellationToken cancel)
    {
        await fitness.RequireServer(cancel);
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
}

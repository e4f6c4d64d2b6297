using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>Makes the contexts of scopes; their options are built once for each role.</summary>
internal sealed class PostgresContexts(PostgresSources sources, ILoggerFactory logs)
{
    private static readonly TenantNaming Naming = new();

    private readonly DbContextOptions<PostgresDb> walled = Options(builder => builder.UseNpgsql(sources.Application, Provider), logs);
    private readonly DbContextOptions<PostgresDb> open = Options(builder => builder.UseNpgsql(sources.Owner, Provider), logs);

    public PostgresDb Create(TenantReach reach) => new(reach.IsTied ? walled : open, reach);

    /// <summary>As the owner, over all tenants: for migrations.</summary>
    public PostgresDb CreateForMigrations() => new(open);

    /// <summary>Without a database.</summary>
    public static DbContextOptions<PostgresDb> ForTools() => Options(builder => builder.UseNpgsql(Provider), null);

    private static DbContextOptions<PostgresDb> Options(Action<DbContextOptionsBuilder> connect, ILoggerFactory? logs)
    {
        var builder = new DbContextOptionsBuilder<PostgresDb>();
        connect(builder);
        builder.UseSnakeCaseNamingConvention().AddInterceptors(Naming).ReplaceService<IMigrationsSqlGenerator, WalledTables>();
        return builder.UseLoggerFactory(logs).Options;
    }

    private static void Provider(NpgsqlDbContextOptionsBuilder npgsql) => npgsql.MigrationsHistoryTable(LicensingDb.HistoryTable);
}

using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Pipeline;
using BigPicture.Application.Telemetry;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Storage.Sqlite.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <param name="DataSource">The database's file.</param>
public sealed record SqliteOptions(string DataSource)
{
    public string ConnectionString =>
        new SqliteConnectionStringBuilder
        {
            DataSource = DataSource,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ToString();
}

public static class SqliteStorage
{
    /// <summary>Keeps everything in one SQLite database.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, SqliteOptions options)
    {
        SQLitePCL.Batteries_V2.Init();
        CountNoMemory();
        services.AddSingleton(options);
        services.AddSingleton<SqliteGate>();
        services.AddSingleton<SqlitePragmas>();
        services.AddSingleton<SqliteClock>();
        services.AddSingleton<ILedgerTime>(provider => provider.GetRequiredService<SqliteClock>());
        services.AddSingleton<IDatabase, SqliteDatabase>();
        services.AddSingleton<IReadinessCheck, DatabaseCheck>();
        services.AddSingleton<IReadinessCheck, SqliteClockCheck>();
        services.AddSingleton<SqliteFaults>();
        services.AddSingleton<SqliteCheckpoint>();
        services.AddSingleton<IStorageFaults>(provider => provider.GetRequiredService<SqliteFaults>());
        services.AddSingleton<ILedgerStore, SqliteLedgerStore>();
        services.AddSingleton(new LedgerOptions { Lanes = 1 });
        services.AddDbContext<SqliteDb>(
            (provider, builder) => Options(builder, options.ConnectionString).AddInterceptors(provider.GetRequiredService<SqlitePragmas>()),
            ServiceLifetime.Scoped,
            optionsLifetime: ServiceLifetime.Singleton
        );
        services.AddScoped<LicensingDb>(provider => provider.GetRequiredService<SqliteDb>());
        services.AddSingleton<IRecordedKeys>(_ => new RecordedKeys(SqliteFactory.Instance.CreateDataSource(options.ConnectionString)));
        services.AddScoped<IUnitOfWork, SqliteUnitOfWork>();
        services.AddScoped<ILedgerClock, SqliteLedgerClock>();
        services.AddScoped<IFreeSpace, SqliteFreeSpace>();
        services.AddScoped<IEventReader, SqliteEventReader>();
        services.AddStores(policyMember: "(e.policy_json ->> '{0}')");
        return services;
    }

    // Nobody reads SQLite's account of its memory, and keeping it takes a lock of the whole process for every allocation. Refused once
    // the library is in use, where another server of this process has set it already.
    private static void CountNoMemory() => _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);

    internal static TBuilder Options<TBuilder>(TBuilder builder, string connectionString)
        where TBuilder : DbContextOptionsBuilder
    {
        builder
            .UseSqlite(connectionString, sqlite => sqlite.MigrationsHistoryTable(LicensingDb.HistoryTable))
            .UseSnakeCaseNamingConvention()
            .ReplaceService<IMigrationsSqlGenerator, ClusteredTables>();
        return builder;
    }
}

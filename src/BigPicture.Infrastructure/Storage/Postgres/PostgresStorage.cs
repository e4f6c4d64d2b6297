using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Books;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Pipeline;
using BigPicture.Application.Telemetry;
using BigPicture.Application.Telemetry.Purging;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage.Postgres.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Infrastructure.Storage.Postgres;

public static class PostgresStorage
{
    /// <summary>Keeps everything in one PostgreSQL database, which many processes may share.</summary>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, PostgresOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<PostgresSources>();
        services.AddSingleton<PostgresContexts>();
        services.AddSingleton<PostgresClock>();
        services.AddSingleton<ILedgerTime>(provider => provider.GetRequiredService<PostgresClock>());
        services.AddSingleton<EventNumbers>();
        services.AddSingleton<IKeyReaders, PostgresKeyReaders>();
        services.AddSingleton<IRecordedKeys>(provider => new RecordedKeys(provider.GetRequiredService<PostgresSources>().Owner));
        services.AddSingleton(provider => new PostgresDatabase(
            provider.GetRequiredService<PostgresSources>(),
            provider.GetRequiredService<PostgresContexts>(),
            provider.GetRequiredService<PostgresClock>()
        ));
        services.AddSingleton<IDatabase>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddSingleton<IReadinessCheck, DatabaseCheck>();
        services.AddSingleton<IStorageFaults, PostgresFaults>();
        services.AddSingleton<ILedgerStore, PostgresLedgerStore>();
        services.AddSingleton(new LedgerOptions { Lanes = options.Lanes });
        services.AddScoped<TenantReach>();
        services.AddScoped(provider => provider.GetRequiredService<PostgresContexts>().Create(provider.GetRequiredService<TenantReach>()));
        services.AddScoped<LicensingDb>(provider => provider.GetRequiredService<PostgresDb>());
        services.AddScoped<IUnitOfWork, PostgresUnitOfWork>();
        services.AddScoped<ILedgerClock, PostgresLedgerClock>();
        services.AddScoped<IFreeSpace, PostgresFreeSpace>();
        services.AddStores(policyMember: "(CAST(e.policy_json AS json) ->> '{0}')");
        services.AddScoped<IGauge, PostgresGauges>();
        services.AddScoped<IBookStore, PostgresBookStore>();
        services.AddScoped<IEventReader, PostgresEventReader>();
        services.AddScoped<IEventPurge, PostgresEventPurge>();
        return services;
    }
}

using BigPicture.Application.Edge;
using BigPicture.Application.Entitlements;
using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Books;
using BigPicture.Application.Leasing.Purging;
using BigPicture.Application.Telemetry;
using BigPicture.Application.Telemetry.Purging;
using BigPicture.Infrastructure.Edge;
using BigPicture.Infrastructure.Entitlements;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Infrastructure.Storage;

internal static class Stores
{
    /// <summary>The ports that are filled through <see cref="LicensingDb"/>, whatever the database.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddScoped(scope => new Lazy<LicensingDb>(scope.GetRequiredService<LicensingDb>));
        services.AddScoped<ITenantStore, TenantStore>();
        services.AddScoped<IProductStore, ProductStore>();
        services.AddScoped<IEntitlementStore, EntitlementStore>();
        services.AddScoped<IApiTokenStore, ApiTokenStore>();
        services.AddScoped<IAnswerStore, AnswerStore>();
        services.AddScoped<IEventReader, EventReader>();
        services.AddScoped<IEventPurge, EventPurge>();
        services.AddScoped<IBookStore, BookStore>();
        services.AddScoped<ILeaseReader, LeaseReader>();
        services.AddScoped<IDueReader, DueReader>();
        services.AddScoped<ILeasePurge, LeasePurge>();
        services.AddSingleton<IEntitlementSnapshots, EntitlementSnapshots>();
        services.AddSingleton<IApiTokenLookup, ApiTokenLookup>();
        return services;
    }
}

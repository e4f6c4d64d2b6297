using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Entitlements;
using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Books;
using BigPicture.Application.Leasing.Privacy;
using BigPicture.Application.Leasing.Purging;
using BigPicture.Application.Leasing.Revoking;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Application.Telemetry.Features;
using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Application.Telemetry.Purging;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Infrastructure.Edge;
using BigPicture.Infrastructure.Entitlements;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Leasing.Gauges;
using BigPicture.Infrastructure.Leasing.Revoking;
using BigPicture.Infrastructure.Telemetry;
using BigPicture.Infrastructure.Telemetry.Audit;
using BigPicture.Infrastructure.Telemetry.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Infrastructure.Storage;

internal static class Stores
{
    /// <summary>The ports that are filled through <see cref="LicensingDb"/>, whatever the database.</summary>
    /// <param name="policyMember">How the database reads a member of a policy as text, with <c>{0}</c> for its name.</param>
    public static IServiceCollection AddStores(this IServiceCollection services, string policyMember)
    {
        services.AddScoped(scope => new Lazy<LicensingDb>(scope.GetRequiredService<LicensingDb>));
        services.AddScoped<ITenantStore, TenantStore>();
        services.AddScoped<IProductStore, ProductStore>();
        services.AddScoped<IEntitlementStore, EntitlementStore>();
        services.AddScoped<IApiTokenStore, ApiTokenStore>();
        services.AddScoped<IAnswerStore, AnswerStore>();
        services.AddScoped<IEventPurge, EventPurge>();
        services.AddScoped<IFeatureStore, FeatureStore>();
        services.AddScoped<IWebhookStore, WebhookStore>();
        services.AddScoped<IDeliveryStore, DeliveryStore>();
        services.AddScoped<ILeaseErasure, LeaseErasure>();
        services.AddScoped<IErasureStore, ErasureStore>();
        services.AddScoped<IAuditTrail, AuditTrail>();
        services.AddSingleton(provider => new Lazy<IAuditSeal>(provider.GetRequiredService<IAuditSeal>));
        services.AddSingleton<AuditWriter>();
        services.AddScoped<IBookStore, BookStore>();
        services.AddScoped<ILeaseReader, LeaseReader>();
        services.AddScoped<IServerKeyStore, ServerKeyStore>();
        services.AddScoped<IDueReader, DueReader>();
        services.AddScoped<IRevocationStore, RevocationStore>();
        services.AddScoped<ILeasePurge, LeasePurge>();
        services.AddSingleton<IEntitlementSnapshots, EntitlementSnapshots>();
        services.AddSingleton<IApiTokenLookup, ApiTokenLookup>();
        services.AddScoped<IGauge>(scope => new PoolUse(
            scope.GetRequiredService<LicensingDb>(),
            scope.GetRequiredService<ILedgerTime>(),
            policyMember
        ));
        services.AddScoped<IGauge, ExpiryBacklog>();
        services.AddScoped<IGauge, ClockSkew>();
        services.AddScoped<IGauge, WebhookBacklog>();
        return services;
    }
}

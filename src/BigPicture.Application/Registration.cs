using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Entitlements;
using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Leasing.Metering;
using BigPicture.Application.Leasing.Purging;
using BigPicture.Application.Leasing.Revoking;
using BigPicture.Application.Pipeline;
using BigPicture.Application.Telemetry.Delivering;
using BigPicture.Application.Telemetry.Following;
using BigPicture.Application.Telemetry.Gauges;
using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Application.Telemetry.Purging;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Entitlements;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Scrutor;

namespace BigPicture.Application;

public static class Registration
{
    private static readonly Type[] Handlers = [typeof(IRequestHandler<,>), typeof(INotificationHandler<>)];
    private static readonly Type[] Validators = [typeof(IValidator<>)];

    /// <summary>Every use case of every module, behind one mediator. Behaviours run in the order in which they stand here.</summary>
    public static IServiceCollection AddUseCases(this IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped<FactLog>();
        services.AddScoped<AfterTransaction>();
        services.AddScoped<Caller>();
        services.AddScoped<ITenantTie, CallerTie>();
        services.AddScoped<EntitlementDesk>();
        services.AddScoped<LeaseCandidates>();
        services.AddScoped<LeaseDesk>();
        services.AddScoped<UsageReports>();
        services.AddSingleton<DenialLog>();
        services.AddSingleton<LeaseCallMeter>();
        services.AddSingleton<LedgerMeter>();
        services.AddSingleton<GaugeBoard>();
        services.AddSingleton<LeaseWalk>();
        services.AddSingleton<RevocationLists>();
        services.AddSingleton<RevocationFollowers>();
        services.AddSingleton<EventWalks>();
        services.AddSingleton<FeedWatch>();
        services.AddScoped<FollowEvents>();
        services.AddScoped<WebhookDesk>();
        services.AddScoped<WebhookVault>();
        services.AddSingleton<WebhookCrew>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookCrew>());
        services.AddSingleton<EntitlementCache>();
        services.AddSingleton<ApiTokenCache>();
        services.AddSingleton<ApiTokenUses>();
        services.TryAddSingleton(LicenseTypeCatalog.BuiltIn);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new Retention());
        services.TryAddSingleton(Pseudonyms.Off);
        // A validator compiles its rules when it is made, which costs more than all that it ever checks: one serves every request.
        services.Scan(scan =>
            scan.FromAssemblies(typeof(Registration).Assembly)
                .AddAll(Handlers, ServiceLifetime.Scoped)
                .AddAll(Validators, ServiceLifetime.Singleton)
        );
        services.AddSingleton<RetryTurn>();
        services.AddSingleton<BatchCommitter>();
        services.AddSingleton<LeaseLedger>();
        services.AddScoped<ILeaseLedger, CallersLedger>();
        services.AddHostedService(provider => provider.GetRequiredService<LeaseLedger>());
        services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<LeaseLedger>());
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TracingBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(LeaseCallMetering<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(CommitBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(IdempotencyBehavior<,>));
        return services;
    }

    private static IImplementationTypeSelector AddAll(this IImplementationTypeSelector types, Type[] kinds, ServiceLifetime lifetime) =>
        types
            .AddClasses(classes => classes.AssignableToAny(kinds), publicOnly: false)
            .UsingRegistrationStrategy(RegistrationStrategy.Append)
            .AsImplementedInterfaces(kind => kind.IsGenericType && kinds.Contains(kind.GetGenericTypeDefinition()))
            .WithLifetime(lifetime);
}

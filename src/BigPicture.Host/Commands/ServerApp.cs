using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Entitlements;
using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Purging;
using BigPicture.Application.Leasing.Revoking;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Application.Telemetry.Delivering;
using BigPicture.Application.Telemetry.Features;
using BigPicture.Application.Telemetry.Following;
using BigPicture.Application.Telemetry.Gauges;
using BigPicture.Application.Telemetry.Purging;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Host.Configuration;
using BigPicture.Host.Edge;
using BigPicture.Host.Edge.ApiTokens;
using BigPicture.Host.Edge.Docs;
using BigPicture.Host.Edge.Health;
using BigPicture.Host.Edge.Loops;
using BigPicture.Host.Edge.Transport;
using BigPicture.Host.Entitlements;
using BigPicture.Host.Leasing;
using BigPicture.Host.Telemetry;
using BigPicture.Host.Telemetry.Export;
using BigPicture.Infrastructure.Telemetry.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BigPicture.Host.Commands;

/// <summary>Adds what makes one kind of server of the shared host: the use cases, a storage, an identity.</summary>
public delegate void ServerParts(IServiceCollection services, ServerPlace place);

/// <summary>The web application that both kinds of server are.</summary>
internal static class ServerApp
{
    /// <summary>What was accepted is answered within this time after the word to stop.</summary>
    public static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetentionPeriod = TimeSpan.FromSeconds(10);

    /// <param name="also">Changes the services last, for a test.</param>
    public static WebApplication Build(ServerSettings settings, ServerParts parts, Action<IServiceCollection>? also = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            // No file beside the program, and none in the current directory, changes what a server does.
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production }
        );
        builder.Configuration.AddConfiguration(settings.Configuration);
        // What is standard for OpenTelemetry is read by its own names.
        builder.Configuration.AddInMemoryCollection(StandardVariables.Read());
        var certificate = CertificateFiles.Of(settings.Configuration, settings.Url) is { } files ? new ServerCertificate(files) : null;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, settings, certificate)).UseUrls(settings.Url);
        builder.Services.AddRoutingCore();
        builder.Services.AddSystemd();
        builder.Services.AddWindowsService();
        var stopDelay = new StopDelay(StopDelayOf(settings));
        builder.Services.AddSingleton(stopDelay);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = stopDelay.Time + StopWithin);
        builder.Logging.AddServerLogs(settings.Configuration);
        // What keeps a server from starting is thrown, and told in whole words by who started it.
        var hasStarted = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => hasStarted && level >= LogLevel.Warning);

        parts(builder.Services, settings.Place);
        builder.Services.AddSingleton(RetentionSettings.Read(settings.Configuration));
        builder.Services.AddSingleton<ISecretSeal>(_ => settings.Place.OpenSeal());
        builder.Services.AddWebhooks(WebhookSettings.Read(settings));
        builder.Services.AddSingleton(PrivacySettings.Read(settings.Configuration));
        builder.Services.AddEdge(builder.Configuration);
        builder.Services.AddExport(builder.Logging, builder.Configuration);
        AddLoops(builder.Services);
        if (certificate is not null)
            builder.Services.AddSingleton<ILoop>(certificate);
        builder.Services.AddHostedService<WarmUp>();
        builder.Services.AddHostedService<LastWords>();
        also?.Invoke(builder.Services);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => hasStarted = true);
        app.UseTrustedProxies(settings.Configuration);
        app.UseEdge(routes => MapRoutes(routes, settings.Place.Issuer));
        return app;
    }

    public static void MapRoutes(IEndpointRouteBuilder routes, string issuer)
    {
        routes.MapTenants();
        routes.MapProducts();
        routes.MapEntitlements();
        routes.MapEntitlementLists();
        routes.MapLeaseCalls();
        routes.MapStatus();
        routes.MapRevocations();
        routes.MapLeaseAdministration();
        routes.MapEvents(issuer);
        routes.MapUsage();
        routes.MapWebhooks();
        routes.MapDeliveries();
        routes.MapAudit();
        routes.MapPrivacy();
        routes.MapApiTokens();
        routes.MapHealth();
        routes.MapMetrics();
        routes.MapDocs();
    }

    private static void Listen(KestrelServerOptions kestrel, ServerSettings settings, ServerCertificate? certificate)
    {
        Listening.Limit(kestrel, settings.Configuration);
        if (certificate is not null)
            Listening.ShowCertificate(kestrel, certificate);
    }

    // Only who shares its work has somebody to hand callers over to.
    private static TimeSpan StopDelayOf(ServerSettings settings) =>
        TimeSpan.FromSeconds(settings.Configuration.Number(SettingList.StopDelaySeconds, settings.Place.SharedDatabase is null ? 0 : 2));

    private static void AddLoops(IServiceCollection services)
    {
        services.AddLoop("watch_clock", TimeSpan.FromSeconds(1), () => new WatchClock(), _ => false);
        services.AddLoop("watch_keys", TimeSpan.FromSeconds(2), () => new WatchKeys(), _ => false);
        services.AddLoop("reap_leases", TimeSpan.FromSeconds(1), () => new ReapLeases(), reaped => reaped >= ReapLeases.StepMax);
        services.AddLoop("watch_feed", TimeSpan.FromMilliseconds(100), () => new WatchFeed(), more => more);
        services.AddLoop("deliver_webhooks", TimeSpan.FromMilliseconds(100), () => new DeliverWebhooks(), _ => false);
        services.AddLoop("watch_revocations", TimeSpan.FromMilliseconds(250), () => new WatchRevocations(), _ => false);
        services.AddLoop("tell_denials", TimeSpan.FromSeconds(5), () => new TellDenials(), _ => false);
        services.AddLoop(
            "renew_entitlements",
            TimeSpan.FromSeconds(10),
            () => new RenewDueEntitlements(),
            renewed => renewed >= RenewDueEntitlements.BatchSizeMax
        );
        services.AddLoop(
            "tell_expired_entitlements",
            TimeSpan.FromSeconds(10),
            () => new TellExpiredEntitlements(),
            told => told >= TellExpiredEntitlements.BatchSizeMax
        );
        services.AddLoop(
            "note_token_uses",
            TimeSpan.FromSeconds(15),
            () => new NoteTokenUses(),
            noted => noted >= NoteTokenUses.BatchSizeMax
        );
        services.AddLoop("purge_answers", TimeSpan.FromMinutes(1), () => new PurgeAnswers(), purged => purged >= PurgeAnswers.BatchSizeMax);
        services.AddLoop("read_gauges", TimeSpan.FromSeconds(5), () => new ReadGauges(), _ => false);
        AddRetention(services);
    }

    /// <summary>Each goes a bounded stretch a tick and asks for the next one while there is more.</summary>
    private static void AddRetention(IServiceCollection services)
    {
        services.AddLoop("purge_leases", RetentionPeriod, () => new PurgeLeases(), more => more);
        services.AddLoop("purge_revoked", RetentionPeriod, () => new PurgeRevoked(), purged => purged >= PurgeRevoked.BatchSizeMax);
        services.AddLoop("purge_pools", RetentionPeriod, () => new PurgePools(), more => more);
        services.AddLoop("purge_events", RetentionPeriod, () => new PurgeEvents(EventClass.Leases), more => more);
        services.AddLoop("purge_denials", RetentionPeriod, () => new PurgeEvents(EventClass.Denials), more => more);
        services.AddLoop("purge_audit", RetentionPeriod, () => new PurgeEvents(EventClass.Audit), more => more);
        services.AddLoop(
            "purge_feature_use",
            RetentionPeriod,
            () => new PurgeFeatureUse(),
            purged => purged >= PurgeFeatureUse.BatchSizeMax
        );
        services.AddLoop(
            "purge_deliveries",
            RetentionPeriod,
            () => new PurgeDeliveries(),
            purged => purged >= PurgeDeliveries.BatchSizeMax
        );
        services.AddLoop("purge_audit_trail", RetentionPeriod, () => new PurgeAudit(), more => more);
        services.AddLoop("give_back_space", RetentionPeriod, () => new GiveBackSpace(), more => more);
    }
}

using BigPicture.Application.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BigPicture.Host.Telemetry.Export;

/// <summary>
/// Metrics are always counted, for <c>/metrics</c>. Spans are made, and anything is sent, only where an endpoint is named: without one
/// nothing of it is registered, and nothing is retried into the log.
/// </summary>
internal static class OpenTelemetryExport
{
    /// <summary>The web server's, the driver's and the runtime's own.</summary>
    public static readonly string[] Meters =
    [
        Instrumentation.Name,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Npgsql",
        "System.Runtime",
    ];

    private static readonly string[] Sources = [Instrumentation.Name, "Npgsql", "System.Net.Http"];

    public static void AddExport(this IServiceCollection services, ILoggingBuilder logging, IConfiguration configuration)
    {
        var settings = new ExportSettings(configuration);
        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("bigpicture", serviceVersion: ProgramVersion.Release))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters).AddPrometheusExporter();
                if (settings.Sends(ExportSettings.Metrics))
                    metrics.AddOtlpExporter(otlp => Send(otlp, settings, ExportSettings.Metrics));
            });
        if (settings.Sends(ExportSettings.Traces))
            telemetry.WithTracing(tracing => Trace(tracing, settings));
        if (settings.Sends(ExportSettings.Logs))
            logging.AddOpenTelemetry(logs =>
            {
                logs.IncludeFormattedMessage = true;
                logs.SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("bigpicture", serviceVersion: ProgramVersion.Release));
                logs.AddOtlpExporter(otlp => Send(otlp, settings, ExportSettings.Logs));
            });
        services.AddSingleton(settings);
        services.AddHostedService<MetricsListener>();
    }

    /// <summary>Begins to count a tenth of a second's work ahead, beside the rest of a start; the host waits for it.</summary>
    public static Task Begin(IServiceProvider services) => Task.Run(services.GetRequiredService<MeterProvider>);

    private static void Trace(TracerProviderBuilder tracing, ExportSettings settings)
    {
        tracing.AddAspNetCoreInstrumentation().AddSource(Sources).AddOtlpExporter(otlp => Send(otlp, settings, ExportSettings.Traces));
        if (settings.TraceRatio is { } ratio)
            tracing.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)));
    }

    private static void Send(OtlpExporterOptions otlp, ExportSettings settings, string signal)
    {
        otlp.Protocol = settings.Protocol;
        otlp.Endpoint =
            settings.Protocol == OtlpExportProtocol.Grpc
                ? settings.Endpoint!
                : new Uri($"{settings.Endpoint!.ToString().TrimEnd('/')}/v1/{signal}");
        if (settings.Headers is { } headers)
            otlp.Headers = headers;
    }
}

using BigPicture.Host.Edge.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace BigPicture.Host.Telemetry.Export;

/// <summary>
/// Metrics on an address of their own, without a token: whoever runs the server lets nobody reach it but what scrapes. A web server apart,
/// so that no route of the other one can be asked for here.
/// </summary>
internal sealed partial class MetricsListener(ExportSettings settings, MeterProvider meters, ILoggerFactory logs) : IHostedService
{
    private WebApplication? app;

    /// <summary>Where it listens; null where it does not.</summary>
    public string? Url => app?.Urls.First();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.MetricsUrl is not { } url)
            return;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(url);
        builder.Services.AddSingleton(logs);
        app = builder.Build();
        var exporter = MetricsEndpoint.Exporter(((IApplicationBuilder)app).New(), meters);
        app.Run(http =>
        {
            SafeHeaders.Apply(http);
            if (
                http.Request.Path == MetricsEndpoint.Path
                && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
            )
                return exporter(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await app.StartAsync(cancellationToken);
        Listening(logs.CreateLogger<MetricsListener>(), app.Urls.First());
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (app is null)
            return;
        await app.StopAsync(cancellationToken);
        await app.DisposeAsync();
    }

    [LoggerMessage(4010, LogLevel.Information, "Metrics are served to whoever reaches {Url}")]
    private static partial void Listening(ILogger log, string url);
}

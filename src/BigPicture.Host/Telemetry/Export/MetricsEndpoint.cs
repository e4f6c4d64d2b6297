using BigPicture.Application.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Problems;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace BigPicture.Host.Telemetry.Export;

/// <summary>
/// <c>/metrics</c> on the server's own address. It tells how much is sold and used of every product, so it wants a token, and one that is
/// tied to no customer.
/// </summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        var scrape = new Lazy<RequestDelegate>(() => Exporter(routes.CreateApplicationBuilder(), null));
        var operation = new Operation(HttpMethods.Get, Path, _ => throw new NotSupportedException("Written by the exporter."))
        {
            Name = "read_metrics",
            Tag = "Server",
            Summary = "Read the metrics",
            Description =
                "In the text format of Prometheus, which sends the token with `authorization: { credentials_file: … }`. A token that is tied to "
                + "a tenant or to products is refused, since the figures are those of all.",
            Scope = Scopes.TelemetryRead,
            Answers = [Success.Text("All metrics as they stand.")],
        };
        routes
            .MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], http => Run(http, scrape))
            .WithMetadata(operation)
            .WithDisplayName(operation.Name);
    }

    /// <summary>Writes the metrics, whatever the path.</summary>
    /// <param name="meters">Null: those of the application itself.</param>
    public static RequestDelegate Exporter(IApplicationBuilder app, MeterProvider? meters) =>
        app.UseOpenTelemetryPrometheusScrapingEndpoint(meters, _ => true, null, null, null).Build();

    private static Task Run(HttpContext http, Lazy<RequestDelegate> scrape)
    {
        if (QueryValues.Read(http.Request.QueryString.Value, []).IsDenied(out var denial))
            return ProblemWriter.Write(http, denial);
        var caller = http.RequestServices.GetRequiredService<Caller>();
        return caller is { Tenant: null, Products: null }
            ? scrape.Value(http)
            : ProblemWriter.Write(
                http,
                new Denial(
                    DenialCode.Forbidden,
                    "This API token is tied to a tenant or to products; metrics are those of all. Use one that is tied to none."
                )
            );
    }
}

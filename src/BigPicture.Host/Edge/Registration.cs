using BigPicture.Application.Contracts;
using BigPicture.Host.Edge.Access;
using BigPicture.Host.Edge.Headers;
using BigPicture.Host.Edge.Health;
using BigPicture.Host.Edge.Limits;
using BigPicture.Host.Edge.Loops;
using BigPicture.Host.Edge.Problems;
using BigPicture.Host.Edge.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BigPicture.Host.Edge;

internal static class Registration
{
    public static IServiceCollection AddEdge(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new LimitOptions());
        services.AddSingleton<CallLimits>();
        services.AddSingleton<StopNotice>();
        services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<StopNotice>());
        services.AddHostedService(provider => provider.GetRequiredService<StopNotice>());
        services.AddSingleton<Readiness>();
        services.TryAddSingleton(new StreamLimits());
        services.AddSingleton<EventStreams>();
        services.AddLoopRunner();
        return services;
    }

    /// <summary>From the outside in: headers that every answer carries, errors, which route, who may.</summary>
    public static void UseEdge(this WebApplication app, Action<IEndpointRouteBuilder> routes)
    {
        var stop = app.Services.GetRequiredService<StopNotice>();
        app.Use(
            (HttpContext http, RequestDelegate next) =>
            {
                RequestIds.Apply(http);
                SafeHeaders.Apply(http);
                // Who keeps a connection takes the next call elsewhere, before this end of it is closed.
                if (stop.IsGiven && HttpProtocol.IsHttp11(http.Request.Protocol))
                    http.Response.Headers.Connection = "close";
                return next(http);
            }
        );
        app.UseMiddleware<ErrorGuard>();
        app.UseRouting();
        app.UseMiddleware<AccessGate>();
        routes(app);
    }
}

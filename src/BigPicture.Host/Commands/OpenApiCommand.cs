using System.CommandLine;
using BigPicture.Host.Edge.OpenApi;
using BigPicture.Host.Edge.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Host.Commands;

/// <summary><c>bigpicture openapi</c>: prints the API's description as the routes make it. For the build; users read what is served.</summary>
internal static class OpenApiCommand
{
    public static Command Create()
    {
        var command = new Command("openapi", "Print the OpenAPI document.") { Hidden = true };
        command.Does((parse, _) => parse.Out().WriteAsync(Write()));
        return command;
    }

    /// <summary>Needs neither database nor keys: nothing is served.</summary>
    public static string Write()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(new Edge.Health.Readiness([], TimeProvider.System, null!));
        var app = builder.Build();
        IEndpointRouteBuilder routes = app;
        ServerApp.MapRoutes(routes, "");
        return OpenApiDocument.Write(
            routes
                .DataSources.SelectMany(source => source.Endpoints)
                .Select(endpoint => endpoint.Metadata.GetMetadata<Operation>())
                .OfType<Operation>()
        );
    }
}

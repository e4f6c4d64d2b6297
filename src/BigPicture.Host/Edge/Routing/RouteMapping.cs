using BigPicture.Application.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Headers;
using BigPicture.Host.Edge.Problems;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Host.Edge.Routing;

internal static class RouteMapping
{
    /// <summary>Serves an operation: takes in what its description names, strictly, and writes what its handler answers.</summary>
    public static void Serve(this IEndpointRouteBuilder routes, Operation operation)
    {
        string[] methods = operation.Method == HttpMethods.Get ? [HttpMethods.Get, HttpMethods.Head] : [operation.Method];
        routes.MapMethods(operation.Path, methods, http => Run(http, operation)).WithMetadata(operation).WithDisplayName(operation.Name);
    }

    private static async Task Run(HttpContext http, Operation operation)
    {
        var query = QueryValues.Read(http.Request.QueryString.Value, operation.Query);
        var outcome =
            query.IsDenied(out var denial) || TakeConditions(http, operation).IsDenied(out denial)
                ? denial
                : await operation.Handler(new Call(http, query.Value));
        await (outcome.IsDenied(out denial) ? ProblemWriter.Write(http, denial) : Write(http, outcome.Value));
    }

    private static Task Write(HttpContext http, Answer answer) =>
        answer.Events is { } events
            ? http.RequestServices.GetRequiredService<EventStreams>().Write(http, events)
            : JsonAnswer.Write(http, answer);

    private static Outcome<bool> TakeConditions(HttpContext http, Operation operation)
    {
        if (!operation.TakesIdempotencyKey && !operation.TakesIfMatch)
            return true;

        var caller = http.RequestServices.GetRequiredService<Caller>();
        if (operation.TakesIdempotencyKey)
        {
            var key = Conditions.Key(http.Request.Headers[Conditions.IdempotencyKey]);
            if (key.IsDenied(out var denial))
                return denial;
            caller.IdempotencyKey = key.Value;
        }
        if (operation.TakesIfMatch)
        {
            var version = Conditions.ExpectedVersion(http.Request.Headers.IfMatch);
            if (version.IsDenied(out var denial))
                return denial;
            caller.ExpectedVersion = version.Value;
        }
        return true;
    }
}

using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Host.Edge.Health;

internal static class HealthEndpoints
{
    private const string Tag = "Health";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.Serve(
            Look("/livez", "Is the process alive?", _ => Task.FromResult<Outcome<Answer>>(Well("alive", null))) with
            {
                Description = "Looks at nothing else: a server whose database is down is alive, and restarting it would not help.",
            }
        );
        var readiness = routes.ServiceProvider.GetRequiredService<Readiness>();
        routes.Serve(Look("/readyz", "Can the server do its work?", call => Ready(readiness, call)) with { Description = Readiness.What });
        routes.Serve(Look("/healthz", "Another name of /readyz", call => Ready(readiness, call)));
    }

    private static Operation Look(string path, string summary, Handler handler) =>
        new(HttpMethods.Get, path, handler)
        {
            Name = path[1..],
            Tag = Tag,
            Summary = summary,
            Scope = Scopes.None,
            Answers = [Success.Ok<HealthAnswer>("All is well.")],
        };

    private static async Task<Outcome<Answer>> Ready(Readiness readiness, Call call)
    {
        var problems = await readiness.Look(call.Cancel);
        return problems.IsEmpty
            ? Well("ready", readiness.Names)
            : new Denial(DenialCode.Unavailable, $"Not ready: {string.Join(", ", problems.Select(problem => problem.Field))}.")
            {
                Errors = problems,
            };
    }

    private static Answer Well(string status, IReadOnlyList<string>? checks) =>
        Answer.Ok(
            new HealthAnswer
            {
                Status = status,
                Checks = checks,
                Version = ProgramVersion.Release,
            },
            WireJson.Requests.HealthAnswer
        );
}

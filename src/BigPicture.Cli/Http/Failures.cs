using System.Globalization;
using System.Net;
using System.Text.Json;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Http;

/// <summary>Turns what went wrong on the way or at the server into a <see cref="Failure"/>.</summary>
internal static class Failures
{
    public static Failure Unreachable(Uri server, string reason) =>
        new(
            ExitCode.Unreachable,
            $"{server} does not answer: {reason}",
            $"Start a server there (bigpicture serve --data DIR --url {server.GetLeftPart(UriPartial.Authority)}), or name another one with --server or {Remote.ServerVariable}."
        );

    public static Failure NotOurs(Uri server, HttpStatusCode status) =>
        new(
            ExitCode.Failure,
            $"{server} answers {((int)status).ToString(CultureInfo.InvariantCulture)}, but not as a Big Picture server does.",
            $"Look what listens there, or name the server with --server or {Remote.ServerVariable}."
        );

    public static Failure Of(Uri server, HttpStatusCode status, string body)
    {
        ProblemDocument? problem = null;
        try
        {
            problem = JsonSerializer.Deserialize(body, WireJson.Answers.ProblemDocument);
        }
        catch (JsonException)
        {
            // Not a problem document: a proxy, or something else altogether, speaks.
        }
        return problem is null
            ? NotOurs(server, status)
            : new Failure(Exit(problem), problem.Message, Advice.For(problem)) { Problem = problem, Json = body };
    }

    /// <summary>The code decides; where it is one that this build does not know, the status.</summary>
    private static ExitCode Exit(ProblemDocument problem) =>
        problem.Code switch
        {
            ErrorCodes.BadRequest => ExitCode.Usage,
            ErrorCodes.TokenInvalid => ExitCode.Integrity,
            ErrorCodes.Unauthorized or ErrorCodes.Forbidden => ExitCode.Authentication,
            ErrorCodes.NotFound => ExitCode.NotFound,
            ErrorCodes.NoEntitlement or ErrorCodes.SeatsExhausted => ExitCode.Refused,
            ErrorCodes.Conflict or ErrorCodes.VersionMismatch => ExitCode.Conflict,
            _ => problem.Status switch
            {
                400 => ExitCode.Usage,
                401 => ExitCode.Authentication,
                403 or 410 => ExitCode.Refused,
                404 => ExitCode.NotFound,
                409 or 412 => ExitCode.Conflict,
                _ => ExitCode.Failure,
            },
        };
}

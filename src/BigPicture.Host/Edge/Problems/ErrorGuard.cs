using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BigPicture.Host.Edge.Problems;

/// <summary>
/// The outermost layer: what nobody answered gets its problem document, what threw is logged whole and answered with a request id
/// and nothing else.
/// </summary>
internal sealed partial class ErrorGuard(RequestDelegate next, IStorageFaults faults, ILogger<ErrorGuard> log)
{
    /// <summary>No answer reaches a caller who has gone; the number is for the log.</summary>
    private const int ClientClosedRequest = 499;

    private static readonly Denial NoStorage = new(
        DenialCode.Unavailable,
        "The database does not answer; whether this was done is unknown. Repeat the same call to find out."
    )
    {
        RetryAfterSeconds = 1,
    };

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
                await ProblemWriter.Write(http, Unanswered(http));
        }
        catch (Exception gone) when (IsOfACallerWhoLeft(gone, http))
        {
            if (!http.Response.HasStarted)
                http.Response.StatusCode = ClientClosedRequest;
        }
        catch (BadHttpRequestException refused) when (!http.Response.HasStarted)
        {
            await ProblemWriter.Write(http, RefusedByServer(refused));
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            var isUnavailable = faults.IsUnavailable(fault);
            if (isUnavailable)
                Unavailable(http.Request.Method, http.Request.Path, http.TraceIdentifier, fault.GetBaseException().Message);
            else
                Failed(http.Request.Method, http.Request.Path, http.TraceIdentifier, fault);
            await ProblemWriter.Write(http, isUnavailable ? NoStorage : new Denial(DenialCode.InternalError, ""));
        }
    }

    /// <summary>Nobody's mistake and nothing to log: a connection that breaks while its body is read says it in words of its own.</summary>
    private static bool IsOfACallerWhoLeft(Exception gone, HttpContext http) =>
        gone is ConnectionResetException or ConnectionAbortedException
        || gone is OperationCanceledException && http.RequestAborted.IsCancellationRequested;

    /// <summary>What routing refuses, and nothing else: handlers always answer.</summary>
    private static Denial Unanswered(HttpContext http) =>
        http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new Denial(DenialCode.NotFound, "This path does not exist: see /openapi/v1.json."),
            StatusCodes.Status405MethodNotAllowed => new Denial(
                DenialCode.MethodNotAllowed,
                $"This path takes {http.Response.Headers.Allow}, not {http.Request.Method}."
            ),
            var status => throw new InvalidOperationException($"Status {status} without a body."),
        };

    /// <summary>What the web server finds wrong while a body is read.</summary>
    private static Denial RefusedByServer(BadHttpRequestException refused) =>
        refused.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => Bodies.StrictBody.TooLarge,
            StatusCodes.Status408RequestTimeout => Bodies.StrictBody.Bad("did not arrive in time"),
            _ => Bodies.StrictBody.Bad("is not framed as HTTP says"),
        };

    // One line for each of thousands of callers: where it failed is known, and what the code was doing then says nothing.
    [LoggerMessage(1001, LogLevel.Error, "{Method} {Path} answered 503, request {RequestId}: {Reason}")]
    private partial void Unavailable(string method, PathString path, string requestId, string reason);

    [LoggerMessage(1002, LogLevel.Error, "{Method} {Path} failed, request {RequestId}")]
    private partial void Failed(string method, PathString path, string requestId, Exception fault);
}

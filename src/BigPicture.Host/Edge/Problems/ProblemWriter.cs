using System.Globalization;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace BigPicture.Host.Edge.Problems;

/// <summary>Turns a denial into an answer; every status from 400 up leaves the server through here.</summary>
internal static class ProblemWriter
{
    /// <summary>What a caller is told to wait where nobody knows better.</summary>
    private const int RetryAfterSecondsDefault = 1;

    public static Task Write(HttpContext http, Denial denial)
    {
        var kind = ProblemTable.Of(denial.Code);
        http.Response.StatusCode = kind.Status;
        if (kind.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"bigpicture\"";
        if (kind.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = (denial.RetryAfterSeconds ?? RetryAfterSecondsDefault).ToString(
                CultureInfo.InvariantCulture
            );
        http.Response.Headers.Remove(HeaderNames.Location);
        http.Response.Headers.Remove(HeaderNames.ETag);
        return JsonAnswer.Write(http, Document(http, kind, denial), WireJson.Answers.ProblemDocument, ProblemDocument.MediaType);
    }

    private static ProblemDocument Document(HttpContext http, ProblemKind kind, Denial denial) =>
        new()
        {
            Type = kind.Type,
            Title = kind.Title,
            Status = kind.Status,
            Code = kind.Code,
            Message = denial.Code == DenialCode.InternalError ? kind.Title : denial.Message,
            RequestId = http.TraceIdentifier,
            Details = denial.Code == DenialCode.InternalError ? null : Details(denial),
        };

    private static ProblemDetails? Details(Denial denial)
    {
        var details = new ProblemDetails
        {
            Errors = denial.Errors.IsDefaultOrEmpty ? null : [.. denial.Errors.Select(ToWire)],
            EntitlementId = denial.Entitlement?.ToString(),
            Pool = denial.Pool?.Name,
            Limit = denial.Pool?.Limit,
            InUse = denial.Pool?.InUse,
            NextSeatAt = denial.Pool?.NextSeatAt?.ToDateTimeOffset(),
            Reason = denial.Reason,
            Trace = denial.Trace.IsDefaultOrEmpty ? null : [.. denial.Trace.Select(TraceWire.ToWire)],
        };
        return details == Nothing ? null : details;
    }

    private static readonly ProblemDetails Nothing = new();

    private static FieldProblem ToWire(FieldError error) => new() { Field = error.Field, Message = error.Message };
}

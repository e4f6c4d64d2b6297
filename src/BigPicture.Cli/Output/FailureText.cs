using BigPicture.Cli.Http;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Output;

/// <summary>Says on stderr what, why and what next; with <c>--json</c> the server's problem document goes to stdout as well.</summary>
internal static class FailureText
{
    public static int Fail(this Terminal terminal, Failure failure)
    {
        if (terminal.IsJson && failure.Json is not null)
            terminal.Json(failure.Json);
        var code = failure.Problem is null ? "" : $" ({failure.Problem.Code})";
        terminal.Say($"error: {Legible.OneLine(failure.Message)}{code}");
        foreach (var line in Reasons(failure.Problem))
            terminal.Say("  " + Legible.OneLine(line));
        terminal.Say($"next: {failure.Next}");
        return (int)failure.Code;
    }

    private static IEnumerable<string> Reasons(ProblemDocument? problem)
    {
        if (problem is null)
            yield break;
        var details = problem.Details ?? new ProblemDetails();
        foreach (var field in details.Errors ?? [])
            yield return $"{field.Field}: {field.Message}";
        if (details.EntitlementId is not null)
            yield return $"entitlement: {details.EntitlementId}";
        if (details.LeaseId is not null)
            yield return $"lease: {details.LeaseId}";
        if (details.Reason is not null)
            yield return $"reason: {details.Reason}";
        foreach (var line in details.Trace ?? [])
            yield return Line(line);
        if (details.Pool is not null)
            yield return $"pool {details.Pool}: {details.InUse} of {details.Limit} in use";
        foreach (var holder in details.Holders ?? [])
            yield return $"held by {holder.SubjectType} {holder.SubjectId} until {UtcSeconds.Format(holder.ExpiresAt)} ({holder.LeaseId})";
        if (details.NextSeatAt is { } at)
            yield return $"next_seat_at: {UtcSeconds.Format(at)}";
        if (details.Version is { } version)
            yield return $"version: {version}";
        yield return $"request_id: {problem.RequestId}";
    }

    /// <summary>One rung of the ladder: <c>rule seats (feature/render): failed</c>.</summary>
    public static string Line(TraceLine line) =>
        $"rule {line.Rule}{(line.Pool is null ? "" : $" ({line.Pool})")}: {(line.Passed ? "passed" : "failed")}";
}

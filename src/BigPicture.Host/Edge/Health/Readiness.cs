using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using Microsoft.Extensions.Logging;

namespace BigPicture.Host.Edge.Health;

/// <summary>Asks every check, all at once and each only for a short time; a probe that hangs is as bad as one that fails.</summary>
internal sealed partial class Readiness(IEnumerable<IReadinessCheck> checks, TimeProvider time, ILogger<Readiness> log)
{
    public const string What =
        "The server was not told to stop; the database can be read and its tables are those that this program knows; the ledger commits; a signing key is loaded and "
        + "certified; the clock makes no jumps. When one of them fails the answer is a problem with status 503 that names it in "
        + "`details.errors`.";

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2);

    public IReadOnlyList<string> Names { get; } = [.. checks.Select(check => check.Name)];

    /// <returns>What failed, by the name of the check; empty when the server is ready.</returns>
    public async Task<ImmutableArray<FieldError>> Look(CancellationToken cancel)
    {
        var problems = await Task.WhenAll(checks.Select(check => Look(check, cancel)));
        return [.. problems.OfType<FieldError>()];
    }

    private async Task<FieldError?> Look(IReadinessCheck check, CancellationToken cancel)
    {
        try
        {
            // A check may block its thread, as SQLite does: it gets one of its own.
            var problem = await Task.Run(() => check.Problem(cancel).AsTask(), cancel).WaitAsync(WaitMax, time, cancel);
            return problem is null ? null : new FieldError(check.Name, problem);
        }
        catch (TimeoutException)
        {
            return new FieldError(check.Name, "does not answer");
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            Failed(check.Name, fault);
            return new FieldError(check.Name, "failed: see the server's log");
        }
    }

    [LoggerMessage(1021, LogLevel.Warning, "Readiness check {Check} failed")]
    private partial void Failed(string check, Exception fault);
}

using System.Diagnostics;
using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;

namespace BigPicture.Application.Leasing.Ledger;

/// <summary>
/// One batch serves many callers, each with a trace of its own. The batch's span lies in the trace of the first that is recorded and links to
/// those of the others; each of these links to it in turn.
/// </summary>
internal static class LedgerTraces
{
    public const string Act = "ledger.act";
    public const string Batch = "ledger.batch";

    /// <summary>Posts within a span of the caller's; where nobody traces, it costs nothing.</summary>
    public static async Task<ActResult> Post(Lane lane, LeaseAct act, CancellationToken cancel)
    {
        using var span = Instrumentation.Source.StartActivity(Act);
        span?.SetTag("bigpicture.act", act.GetType().Name);
        return await lane.Post(act, span, cancel);
    }

    /// <returns>Null when none of the callers is recorded.</returns>
    public static Activity? Start(List<PostedAct> batch)
    {
        if (!Instrumentation.Source.HasListeners())
            return null;
        var callers = batch.Select(posted => posted.Span).OfType<Activity>().ToList();
        if (callers is [])
            return null;
        var links = callers.Skip(1).Select(caller => new ActivityLink(caller.Context));
        var span = Instrumentation.Source.StartActivity(Batch, ActivityKind.Internal, callers[0].Context, links: links);
        if (span is null)
            return null;
        span.SetTag("bigpicture.batch.size", batch.Count);
        foreach (var caller in callers)
            caller.AddLink(new ActivityLink(span.Context));
        return span;
    }
}

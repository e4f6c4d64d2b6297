using System.Diagnostics;
using BigPicture.Domain.Leasing;

namespace BigPicture.Application.Leasing.Ledger;

/// <summary>An act that waits for its batch, and the caller who waits for the act.</summary>
/// <param name="span">The caller's own, where it is traced.</param>
/// <param name="postedAt">A timestamp.</param>
internal sealed class PostedAct(LeaseAct act, Activity? span, long postedAt, CancellationToken cancel)
{
    // Answers run on the pool, so that a lane never runs its callers' code between two commits.
    private readonly TaskCompletionSource<ActResult> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LeaseAct Act => act;

    public Activity? Span => span;

    public long PostedAt => postedAt;

    public Task<ActResult> Outcome => outcome.Task;

    /// <summary>Takes the act into a batch, unless its caller has gone away before.</summary>
    public bool TryTake()
    {
        if (!cancel.IsCancellationRequested)
            return true;
        outcome.TrySetCanceled(cancel);
        return false;
    }

    public void Complete(ActResult result) => outcome.TrySetResult(result);

    public void Fail(Exception exception) => outcome.TrySetException(exception);
}

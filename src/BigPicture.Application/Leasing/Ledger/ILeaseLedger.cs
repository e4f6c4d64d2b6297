using BigPicture.Domain.Leasing;

namespace BigPicture.Application.Leasing.Ledger;

/// <summary>The only way to take, keep or free a seat.</summary>
public interface ILeaseLedger
{
    /// <summary>
    /// Does an act together with all that wait, in one durable transaction. Refused with <c>UNAVAILABLE</c> when the queue is full or the
    /// database does not answer; then the act may or may not have happened, and a retry finds out by the lease key.
    /// </summary>
    /// <param name="cancel">Counts only until the act is taken into a batch.</param>
    Task<ActResult> Post(LeaseAct act, CancellationToken cancel);

    /// <summary>What would become of an act, under the lock; nothing is written.</summary>
    Task<ActResult> Try(LeaseAct act, CancellationToken cancel);
}

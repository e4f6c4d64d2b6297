using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;

namespace BigPicture.Application.Leasing.Ledger;

/// <summary>How a database keeps the ledger. One implementation a provider, one suite that all must pass.</summary>
public interface ILedgerStore
{
    /// <summary>
    /// Begins a transaction, locks the acts' books in id order, then reads the clock and every row that the acts surely touch. A book
    /// or lease that does not exist is simply absent from the page.
    /// </summary>
    /// <param name="late">Asked once, when the books are locked; what it gives is read too, and the clock not before it came.</param>
    Task<ILedgerSession> Open(IReadOnlyList<LeaseAct> acts, Latecomers late, CancellationToken cancel);
}

/// <summary>
/// More acts on the books of a batch, which came while it waited for their locks. Where several servers want the same book, each would
/// otherwise bring the one or two acts that were there first, and all others would wait for another turn.
/// </summary>
public delegate IReadOnlyList<LeaseAct> Latecomers();

/// <summary>One batch: a page under lock. Disposing without <see cref="Commit"/> leaves everything as it was.</summary>
public interface ILedgerSession : IAsyncDisposable
{
    LedgerPage Page { get; }

    /// <summary>Adds the rows that an act found missing; never the same ones twice.</summary>
    Task Load(PageFault fault, CancellationToken cancel);

    /// <summary>Writes the page's changes and <paramref name="writes"/>, and returns once they are durable.</summary>
    Task Commit(WriteSet writes, CancellationToken cancel);
}

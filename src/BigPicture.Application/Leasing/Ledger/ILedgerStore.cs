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
    Task<ILedgerSession> Open(IReadOnlyList<LeaseAct> acts, CancellationToken cancel);
}

/// <summary>One batch: a page under lock. Disposing without <see cref="Commit"/> leaves everything as it was.</summary>
public interface ILedgerSession : IAsyncDisposable
{
    LedgerPage Page { get; }

    /// <summary>Adds the rows that an act found missing; never the same ones twice.</summary>
    Task Load(PageFault fault, CancellationToken cancel);

    /// <summary>Writes the page's changes and <paramref name="writes"/>, and returns once they are durable.</summary>
    Task Commit(WriteSet writes, CancellationToken cancel);
}

using BigPicture.Application.Contracts;

namespace BigPicture.Application.Pipeline;

/// <summary>
/// One transaction over the scope's context. Where the database has one writer, beginning waits for the gate that the ledger passes
/// through too.
/// </summary>
public interface IUnitOfWork
{
    Task Begin(CancellationToken cancel);

    /// <summary>Writes the context's changes and <paramref name="writes"/>, and makes both durable.</summary>
    Task Commit(WriteSet writes, CancellationToken cancel);

    /// <summary>Gives up everything since <see cref="Begin"/>; harmless after a commit.</summary>
    Task Abandon();
}

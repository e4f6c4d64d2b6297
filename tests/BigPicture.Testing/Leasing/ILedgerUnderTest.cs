using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Shared;

namespace BigPicture.Testing.Leasing;

/// <summary>A ledger with a database of its own, empty at first, and a clock that the test moves.</summary>
public interface ILedgerUnderTest : IAsyncDisposable
{
    /// <summary>The store to test; another one after <see cref="Restart"/>.</summary>
    ILedgerStore Store { get; }

    /// <summary>Moves both the wall clock and the monotonic one; never back.</summary>
    void Advance(long seconds);

    /// <summary>What the ledger's clock says now.</summary>
    Instant Now { get; }

    /// <summary>Opens a book, at version 1.</summary>
    Task Open(OpenBook order);

    /// <summary>Changes a book in a transaction of its own; null when it was not refused.</summary>
    Task<Denial?> Change(ChangeBook order);

    /// <summary>Every row, as a new connection reads it.</summary>
    Task<LedgerRows> Read();

    /// <summary>Drops whatever is in memory and begins anew on what is stored, as after a crash.</summary>
    Task Restart();
}

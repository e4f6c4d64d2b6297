using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing.Ledger;

/// <summary>The ledger's own clock, for what touches a book outside of a batch: an untrusted wall clock must not move a book's time.</summary>
public interface ILedgerClock
{
    /// <summary>Reads the clock in the transaction in hand, which must hold the book's lock.</summary>
    Task<ClockReading> Read(CancellationToken cancel);

    /// <summary>Believes the system clock, whatever it says, and stores its time in the transaction in hand.</summary>
    /// <returns>The time that was stored before, zero when none was; and the one from now on.</returns>
    /// <exception cref="NotSupportedException">The database keeps the time for all servers; there is none of our own to be set.</exception>
    Task<(Instant Before, Instant Now)> Accept(CancellationToken cancel) =>
        throw new NotSupportedException("The database keeps the time: set its machine's clock.");
}

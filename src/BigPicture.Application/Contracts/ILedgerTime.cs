using BigPicture.Domain.Shared;

namespace BigPicture.Application.Contracts;

/// <summary>The time as the ledger has it, for whoever only looks: what a system clock says may be wrong.</summary>
public interface ILedgerTime
{
    /// <summary>The time that new things are dated with, and that entitlements are judged by.</summary>
    Instant Now { get; }

    /// <summary>The time by which things have ended: while the clock has jumped ahead, it lags behind <see cref="Now"/>.</summary>
    Instant Trusted { get; }

    /// <summary>Something about the clock is not stored yet: a step, or the latest time used. Never where the database keeps the time.</summary>
    bool HasNews => false;

    /// <summary>
    /// Reads the clock anew where the database keeps it: from then on it is no earlier than any time that another server has dated a change with.
    /// </summary>
    Task Refresh(CancellationToken cancel) => Task.CompletedTask;
}

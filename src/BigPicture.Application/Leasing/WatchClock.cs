using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>
/// A loop's tick: looks at the clock although nobody asks for anything, so that an idle server sees a step and tells it, so that the latest
/// time used is stored soon enough for a restart, and so that a server whose database keeps the time does not drift away from it.
/// </summary>
public sealed record WatchClock : IQuery<bool>;

internal sealed class WatchClockHandler(ILedgerTime time, ILeaseLedger ledger) : IRequestHandler<WatchClock, Outcome<bool>>
{
    /// <returns>Whether there was something to store.</returns>
    public async Task<Outcome<bool>> Handle(WatchClock request, CancellationToken cancel)
    {
        await time.Refresh(cancel);
        if (!time.HasNews)
            return false;
        return await ledger.Post(new ClockNote(), cancel) is ActResult.Refused refused ? refused.Denial : true;
    }
}

using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Books;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Leasing.Revoking;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>
/// The operator's word that the system clock is right: the ledger's time is set to it, also backwards, where nothing else may move it.
/// Ends no lease and frees no seat; what was dated ahead keeps the end that was signed, and what had started stays started.
/// </summary>
public sealed record AcceptClock : ICommand<AcceptedClock>;

/// <param name="Before">The latest time that the ledger had used.</param>
/// <param name="Now">The time that it goes on from.</param>
/// <param name="Books">How many books were dated later than that.</param>
public sealed record AcceptedClock(Instant Before, Instant Now, int Books);

internal sealed class AcceptClockHandler(
    ILedgerClock clock,
    IBookStore books,
    IRevocationStore revocations,
    FactLog log,
    IMediator mediator
) : IRequestHandler<AcceptClock, Outcome<AcceptedClock>>
{
    public async Task<Outcome<AcceptedClock>> Handle(AcceptClock request, CancellationToken cancel)
    {
        var (mark, now) = await clock.Accept(cancel);
        var before = Instant.Max(mark, await books.LatestTime(cancel));
        var count = await books.SetBack(now, cancel);
        await revocations.RaiseAll(now, cancel);
        log.Tell(new ClockAccepted(now - before, now));
        var kept = await mediator.Send(new KeepStarted(before, now), cancel);
        if (kept.IsDenied(out var denial))
            return denial;
        return new AcceptedClock(before, now, count);
    }
}

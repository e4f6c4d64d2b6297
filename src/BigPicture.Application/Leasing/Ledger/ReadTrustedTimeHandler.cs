using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing.Ledger;

internal sealed class ReadTrustedTimeHandler(ILedgerClock clock) : IRequestHandler<ReadTrustedTime, Instant>
{
    public Task<Instant> Handle(ReadTrustedTime request, CancellationToken cancel) => Task.FromResult(clock.Due);
}

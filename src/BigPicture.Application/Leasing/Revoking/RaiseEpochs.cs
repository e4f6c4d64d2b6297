using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing.Revoking;

/// <summary>
/// Lets the epochs of all tenants grow past the clock, where the database turns out to know less than was told, as each start does: one that was
/// put back to an earlier state tells no epoch twice for two states.
/// </summary>
public sealed record RaiseEpochs : ICommand<Unit>;

internal sealed class RaiseEpochsHandler(IRevocationStore store, ILedgerTime time) : IRequestHandler<RaiseEpochs, Outcome<Unit>>
{
    public async Task<Outcome<Unit>> Handle(RaiseEpochs request, CancellationToken cancel)
    {
        await time.Refresh(cancel);
        await store.RaiseAll(time.Now, cancel);
        return Unit.Value;
    }
}

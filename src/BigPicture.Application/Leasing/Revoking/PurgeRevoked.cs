using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing.Revoking;

/// <summary>A loop's tick: takes away what was revoked and has ended since, so that no list will tell it again.</summary>
public sealed record PurgeRevoked : ICommand<int>
{
    public const int BatchSizeMax = 500;
}

internal sealed class PurgeRevokedHandler(IRevocationStore store, ILedgerTime time) : IRequestHandler<PurgeRevoked, Outcome<int>>
{
    // What has just ended still dates the lists that no longer tell it.
    public async Task<Outcome<int>> Handle(PurgeRevoked request, CancellationToken cancel) =>
        await store.Purge(time.Trusted - RevocationLists.Seconds, PurgeRevoked.BatchSizeMax, cancel);
}

using BigPicture.Application.Leasing.Books;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing.Purging;

/// <summary>A loop's tick: takes away one entitlement's pools on which no seat is taken. A pool begins anew with its next seat.</summary>
public sealed record PurgePools : ICommand<bool>
{
    public const int BatchSizeMax = 500;
}

internal sealed class PurgePoolsHandler(IBookStore books) : IRequestHandler<PurgePools, Outcome<bool>>
{
    /// <returns>Whether there were any, so that more may wait.</returns>
    public async Task<Outcome<bool>> Handle(PurgePools request, CancellationToken cancel)
    {
        if (await books.FirstWithEmptyPool(cancel) is not { } found)
            return false;
        var book = await books.Lock(found.Tenant, found.Entitlement, cancel);
        return await books.RemoveEmptyPools(book, PurgePools.BatchSizeMax, cancel) > 0;
    }
}

using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <summary>
/// A loop's tick: tells of ends that have passed, at most <see cref="BatchSizeMax"/> of them. Nothing depends on it: the status is
/// computed from the dates. So neither the version nor the book changes.
/// </summary>
public sealed record TellExpiredEntitlements : ICommand<int>
{
    public const int BatchSizeMax = 100;
}

internal sealed class TellExpiredEntitlementsHandler(IEntitlementStore entitlements, FactLog log, ILedgerTime time)
    : IRequestHandler<TellExpiredEntitlements, Outcome<int>>
{
    /// <summary>Answers how many there were: as many as a batch, and there may be more.</summary>
    public async Task<Outcome<int>> Handle(TellExpiredEntitlements request, CancellationToken cancel)
    {
        var now = time.Trusted;
        var untold = await entitlements.Untold(now, TellExpiredEntitlements.BatchSizeMax, cancel);
        foreach (var entitlement in untold)
        {
            if (entitlement.TellExpiry(now) is { } expired)
                log.Tell(expired);
        }
        return untold.Count;
    }
}

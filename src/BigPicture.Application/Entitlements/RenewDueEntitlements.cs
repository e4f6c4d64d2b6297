using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <summary>
/// A loop's tick: lets the stored ends of entitlements follow their auto-renewal, at most <see cref="BatchSizeMax"/> of them. Nobody
/// waits for it, as evaluation counts the renewal from the very second.
/// </summary>
public sealed record RenewDueEntitlements : ICommand<int>
{
    public const int BatchSizeMax = 100;
}

internal sealed class RenewDueEntitlementsHandler(IEntitlementStore entitlements, EntitlementDesk desk, ILedgerTime time)
    : IRequestHandler<RenewDueEntitlements, Outcome<int>>
{
    /// <summary>Answers how many there were: as many as a batch, and there may be more.</summary>
    public async Task<Outcome<int>> Handle(RenewDueEntitlements request, CancellationToken cancel)
    {
        var now = time.Trusted;
        var due = await entitlements.DueForRenewal(now, RenewDueEntitlements.BatchSizeMax, cancel);
        foreach (var entitlement in due.OrderBy(entitlement => entitlement.Id)) // Books are locked in this order, everywhere.
        {
            if (entitlement.RenewDue(now) is not { } renewed)
                continue;
            var recorded = await desk.Record(entitlement, [renewed], now, cancel);
            if (recorded.IsDenied(out var denial))
                return denial;
        }
        return due.Count;
    }
}

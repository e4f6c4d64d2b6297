using BigPicture.Application.Contracts;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Entitlements;

internal sealed class KeepStartedHandler(IEntitlementStore entitlements, EntitlementDesk desk) : IRequestHandler<KeepStarted, Outcome<int>>
{
    /// <returns>How many entitlements start now that had started before.</returns>
    public async Task<Outcome<int>> Handle(KeepStarted request, CancellationToken cancel)
    {
        var started = await entitlements.Started(request.Now, request.Before, cancel);
        foreach (var entitlement in started.OrderBy(entitlement => entitlement.Id)) // Books are locked in this order, everywhere.
        {
            var facts = entitlement.Change(new EntitlementChange { StartsAt = request.Now }, request.Now);
            if (facts.IsDenied(out var denial))
                return denial;
            var recorded = await desk.Record(entitlement, facts.Value, request.Now, cancel);
            if (recorded.IsDenied(out denial))
                return denial;
        }
        return started.Count;
    }
}

using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Entitlements;

public sealed record GetEntitlement(EntitlementId Id) : IQuery<EntitlementView>;

internal sealed class GetEntitlementHandler(EntitlementDesk desk, ILedgerTime time)
    : IRequestHandler<GetEntitlement, Outcome<EntitlementView>>
{
    public async Task<Outcome<EntitlementView>> Handle(GetEntitlement request, CancellationToken cancel)
    {
        var found = await desk.Find(request.Id, cancel);
        return found.Then(entitlement => EntitlementView.Of(entitlement, time.Now));
    }
}

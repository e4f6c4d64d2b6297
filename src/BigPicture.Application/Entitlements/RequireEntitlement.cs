using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Entitlements;

internal sealed class RequireEntitlementHandler(EntitlementDesk desk) : IRequestHandler<RequireEntitlement, Outcome<TenantId>>
{
    public async Task<Outcome<TenantId>> Handle(RequireEntitlement request, CancellationToken cancel) =>
        (await desk.Find(request.Entitlement, cancel)).Then(entitlement => entitlement.Tenant);
}

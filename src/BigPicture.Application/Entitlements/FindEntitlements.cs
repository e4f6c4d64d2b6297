using BigPicture.Application.Contracts;
using MediatR;

namespace BigPicture.Application.Entitlements;

internal sealed class FindEntitlementsHandler(EntitlementCache cache)
    : IRequestHandler<FindEntitlements, IReadOnlyList<IEntitlementView>>,
        IRequestHandler<FindEntitlement, IEntitlementView?>
{
    public Task<IReadOnlyList<IEntitlementView>> Handle(FindEntitlements request, CancellationToken cancel) =>
        cache.Of(request.Tenant, request.Product, request.Fresh, cancel);

    public Task<IEntitlementView?> Handle(FindEntitlement request, CancellationToken cancel) =>
        cache.Find(request.Tenant, request.Entitlement, request.Fresh, cancel);
}

using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <summary>What lies in memory is behind no wall of the database's, so this door asks again who it is that asks.</summary>
internal sealed class FindEntitlementsHandler(EntitlementCache cache, ITenantTie tie)
    : IRequestHandler<FindEntitlements, IReadOnlyList<IEntitlementView>>,
        IRequestHandler<FindEntitlement, IEntitlementView?>
{
    public Task<IReadOnlyList<IEntitlementView>> Handle(FindEntitlements request, CancellationToken cancel) =>
        Opens(request.Tenant)
            ? cache.Of(request.Tenant, request.Product, request.Fresh, cancel)
            : Task.FromResult<IReadOnlyList<IEntitlementView>>([]);

    public Task<IEntitlementView?> Handle(FindEntitlement request, CancellationToken cancel) =>
        Opens(request.Tenant)
            ? cache.Find(request.Tenant, request.Entitlement, request.Fresh, cancel)
            : Task.FromResult<IEntitlementView?>(null);

    private bool Opens(TenantId tenant) => tie.Tenant is null || tie.Tenant == tenant;
}

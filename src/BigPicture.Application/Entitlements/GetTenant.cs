using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Entitlements;

public sealed record GetTenant(TenantId Id) : IQuery<TenantView>;

internal sealed class GetTenantHandler(ITenantStore tenants, Caller caller) : IRequestHandler<GetTenant, Outcome<TenantView>>
{
    public async Task<Outcome<TenantView>> Handle(GetTenant request, CancellationToken cancel) =>
        caller.Sees(request.Id) && await tenants.Find(request.Id, cancel) is { } tenant
            ? TenantView.Of(tenant)
            : Denial.NotFound($"Tenant '{request.Id}'");
}

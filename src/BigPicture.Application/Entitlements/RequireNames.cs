using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Entitlements;

internal sealed class RequireNamesHandler(ITenantStore tenants, IProductStore products) : IRequestHandler<RequireNames, Outcome<Unit>>
{
    public async Task<Outcome<Unit>> Handle(RequireNames request, CancellationToken cancel)
    {
        if (request.Tenant is { } tenant && !await tenants.Exists(tenant, cancel))
            return Denial.NotFound($"Tenant '{tenant}'");
        if (request.Products.Count > 0)
        {
            var known = await products.Known(request.Products, cancel);
            foreach (var product in request.Products.Except(known))
                return Denial.NotFound($"Product '{product}'");
        }
        return Unit.Value;
    }
}

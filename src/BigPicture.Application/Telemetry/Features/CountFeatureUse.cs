using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Features;

internal sealed class CountFeatureUseHandler(IFeatureStore features, FactLog log) : IRequestHandler<CountFeatureUse, Outcome<bool>>
{
    public async Task<Outcome<bool>> Handle(CountFeatureUse request, CancellationToken cancel)
    {
        var tenant = request.Fact.Tenant;
        if (!await features.Remember(tenant, request.Lease, request.Digest, request.Fact.At, cancel))
            return false;
        foreach (var count in request.Counts)
            await features.Add(tenant, request.Entitlement, count, cancel);
        log.Tell(request.Fact);
        return true;
    }
}

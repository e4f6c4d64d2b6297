using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Audit;

/// <summary>Where a chain stands, for who keeps it elsewhere and compares.</summary>
/// <param name="Tenant">Null: the caller's own; for a caller that is tied to none, the vendor's.</param>
public sealed record GetAuditStatus(TenantId? Tenant) : IQuery<AuditHead>;

internal sealed class GetAuditStatusHandler(IAuditTrail trail, Caller caller, IMediator mediator)
    : IRequestHandler<GetAuditStatus, Outcome<AuditHead>>
{
    public async Task<Outcome<AuditHead>> Handle(GetAuditStatus request, CancellationToken cancel)
    {
        var reach = await AuditReach.Of(request.Tenant, caller, mediator, cancel);
        if (reach.IsDenied(out var denial))
            return denial;
        var tenant = request.Tenant ?? caller.Tenant ?? TenantId.Vendor;
        return await trail.Head(tenant, cancel) ?? new AuditHead { Tenant = tenant };
    }
}

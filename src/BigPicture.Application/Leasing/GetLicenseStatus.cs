using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>What a subject holds of a product, and what its tenant is entitled to.</summary>
/// <param name="Tenant">May be left out by a caller that is tied to one.</param>
public sealed record GetLicenseStatus(TenantId? Tenant, ProductId Product, Subject Subject) : IQuery<LicenseStatus>;

/// <param name="LeasesAt">The time by which the leases live.</param>
/// <param name="EntitlementsAt">The time by which a request for a lease would be judged.</param>
public sealed record LicenseStatus(
    IReadOnlyList<LeaseRecord> Leases,
    IReadOnlyList<IEntitlementView> Entitlements,
    Instant LeasesAt,
    Instant EntitlementsAt
);

internal sealed class GetLicenseStatusValidator : AbstractValidator<GetLicenseStatus>
{
    public GetLicenseStatusValidator()
    {
        RuleFor(query => query.Product.Value).IsOperatorName("product_id");
        RuleFor(query => query.Subject.Id).IsText("subject_id", LeaseApplication.IdMax);
    }
}

internal sealed class GetLicenseStatusHandler(IMediator mediator, ILeaseReader leases, Caller caller, ILedgerTime time)
    : IRequestHandler<GetLicenseStatus, Outcome<LicenseStatus>>
{
    public async Task<Outcome<LicenseStatus>> Handle(GetLicenseStatus request, CancellationToken cancel)
    {
        var asked = new LeaseApplication
        {
            Tenant = request.Tenant,
            Product = request.Product,
            Subject = request.Subject,
        };
        var tenant = asked.TenantFor(caller);
        if (tenant.IsDenied(out var denial))
            return denial;

        var now = time.Trusted;
        var filter = new LeaseFilter(now)
        {
            Tenant = tenant.Value,
            Products = new HashSet<ProductId> { request.Product },
            Subject = request.Subject,
            State = LeaseState.Live,
        };
        var live = await leases.List(filter, after: null, Lease.LivePerSubjectMax, cancel);
        var entitlements = await mediator.Send(new FindEntitlements(tenant.Value, request.Product, Fresh: true), cancel);
        return new LicenseStatus(live, entitlements, now, time.Now);
    }
}

using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>Leases by age; live ones unless another state is asked for.</summary>
public sealed record ListLeases(int? Limit = null, string? Cursor = null) : IPagedQuery<LeaseRecord>
{
    public TenantId? Tenant { get; init; }
    public ProductId? Product { get; init; }
    public EntitlementId? Entitlement { get; init; }
    public string? SubjectId { get; init; }
    public LeaseState State { get; init; }
}

internal sealed class ListLeasesValidator : AbstractValidator<ListLeases>
{
    public ListLeasesValidator()
    {
        RuleFor(query => query.Limit).IsPageLimit();
        RuleFor(query => query.SubjectId).IsTextOrAbsent("subject_id", LeaseApplication.IdMax);
    }
}

internal sealed class ListLeasesHandler(ILeaseReader leases, IMediator mediator, Caller caller, ILedgerTime time)
    : IRequestHandler<ListLeases, Outcome<Page<LeaseRecord>>>
{
    public async Task<Outcome<Page<LeaseRecord>>> Handle(ListLeases request, CancellationToken cancel)
    {
        var cursor = new Cursor("leases", request.Tenant, request.Product, request.Entitlement, request.SubjectId, request.State);
        var position = cursor.Read(request.Cursor);
        if (position.IsDenied(out var forged))
            return forged;
        if (await RefuseUnknown(request, cancel) is { } unknown)
            return unknown;

        var filter = new LeaseFilter(time.Trusted)
        {
            Tenant = request.Tenant ?? caller.Tenant,
            Products = request.Product is { } product ? ImmutableHashSet.Create(product) : caller.Products,
            Entitlement = request.Entitlement,
            SubjectId = request.SubjectId,
            State = request.State,
        };
        LeaseId? after = TypeId.TryParse(LeaseId.Prefix, position.Value, out var id) ? new LeaseId(id) : null;
        var size = Page.SizeOf(request);
        var found = await leases.List(filter, after, size + 1, cancel);
        return Page.Cut(found, size, record => record, record => cursor.Write(record.Lease.Id.ToString()));
    }

    private async Task<Denial?> RefuseUnknown(ListLeases request, CancellationToken cancel)
    {
        if (request.Tenant is { } tenant && !caller.Sees(tenant))
            return Denial.NotFound($"Tenant '{tenant}'");
        if (request.Product is { } product && !caller.Sees(product))
            return Denial.NotFound($"Product '{product}'");
        var names = new RequireNames(request.Tenant, request.Product is { } named ? [named] : []);
        if ((await mediator.Send(names, cancel)).IsDenied(out var unknown))
            return unknown;
        return request.Entitlement is { } entitlement ? (await mediator.Send(new RequireEntitlement(entitlement), cancel)).Denial : null;
    }
}

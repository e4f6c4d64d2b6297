using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <summary>By age. A tenant or product that does not exist is not found, so that a slip of the pen is no empty list.</summary>
public sealed record ListEntitlements(int? Limit = null, string? Cursor = null) : IPagedQuery<EntitlementView>
{
    public const int ExpiringWithinDaysMost = 3_660;

    public TenantId? Tenant { get; init; }

    public ProductId? Product { get; init; }

    public EntitlementStatus? Status { get; init; }

    /// <summary>Those whose end lies at most so many days ahead and that will not renew themselves: 1–3,660.</summary>
    public int? ExpiringWithinDays { get; init; }
}

internal sealed class ListEntitlementsValidator : AbstractValidator<ListEntitlements>
{
    public ListEntitlementsValidator()
    {
        RuleFor(query => query.Limit).IsPageLimit();
        RuleFor(query => query.ExpiringWithinDays).IsWholeOrAbsent("expiring_within_days", 1, ListEntitlements.ExpiringWithinDaysMost);
    }
}

internal sealed class ListEntitlementsHandler(
    IEntitlementStore entitlements,
    ITenantStore tenants,
    IProductStore products,
    Caller caller,
    ILedgerTime time
) : IRequestHandler<ListEntitlements, Outcome<Page<EntitlementView>>>
{
    private const long SecondsPerDay = 86_400;

    public async Task<Outcome<Page<EntitlementView>>> Handle(ListEntitlements request, CancellationToken cancel)
    {
        var cursor = new Cursor("entitlements", request.Tenant, request.Product, request.Status, request.ExpiringWithinDays);
        var position = cursor.Read(request.Cursor);
        if (position.IsDenied(out var denial))
            return denial;
        if (await RefuseUnknown(request, cancel) is { } unknown)
            return unknown;

        var now = time.Now;
        var filter = new EntitlementFilter(now)
        {
            Tenant = request.Tenant ?? caller.Tenant,
            Products = request.Product is { } product ? ImmutableHashSet.Create(product) : caller.Products,
            Status = request.Status,
            EndsBy = request.ExpiringWithinDays is { } days ? now + days * SecondsPerDay : null,
        };
        EntitlementId? after = TypeId.TryParse(EntitlementId.Prefix, position.Value, out var id) ? new EntitlementId(id) : null;
        var size = Page.SizeOf(request);
        var found = await entitlements.List(filter, after, size + 1, cancel);
        return Page.Cut(
            found,
            size,
            entitlement => EntitlementView.Of(entitlement, now),
            entitlement => cursor.Write(entitlement.Id.ToString())
        );
    }

    private async Task<Denial?> RefuseUnknown(ListEntitlements request, CancellationToken cancel)
    {
        if (request.Tenant is { } tenant && !(caller.Sees(tenant) && await tenants.Exists(tenant, cancel)))
            return Denial.NotFound($"Tenant '{tenant}'");
        if (request.Product is { } product && !(caller.Sees(product) && await products.Exists(product, cancel)))
            return Denial.NotFound($"Product '{product}'");
        return null;
    }
}

using System.Text.Json;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <param name="Policy"><c>policy_json</c> as it came.</param>
public sealed record CreateEntitlement(TenantId Tenant, ProductId Product, JsonElement Policy) : ICreate<EntitlementView>
{
    /// <summary>Null: from now on.</summary>
    public Instant? StartsAt { get; init; }

    /// <summary>Null: perpetual.</summary>
    public Instant? EndsAt { get; init; }

    public bool AutoRenew { get; init; }

    public int? RenewalDays { get; init; }
}

internal sealed class CreateEntitlementValidator : AbstractValidator<CreateEntitlement>
{
    public CreateEntitlementValidator(LicenseTypeCatalog types)
    {
        RuleFor(request => request.Tenant.Value).IsOperatorName("tenant_id");
        RuleFor(request => request.Product.Value).IsOperatorName("product_id");
        RuleFor(request => request.Policy).IsPolicy(types);
        RuleFor(request => request.RenewalDays).IsWholeOrAbsent("renewal_days", 1, Validity.RenewalDaysMost);
    }
}

internal sealed class CreateEntitlementHandler(
    ITenantStore tenants,
    IProductStore products,
    LicenseTypeCatalog types,
    EntitlementDesk desk,
    Caller caller,
    ILedgerTime time,
    TimeProvider clock
) : IRequestHandler<CreateEntitlement, Outcome<EntitlementView>>
{
    public async Task<Outcome<EntitlementView>> Handle(CreateEntitlement request, CancellationToken cancel)
    {
        if (!caller.Sees(request.Tenant) || !await tenants.Exists(request.Tenant, cancel))
            return Denial.NotFound($"Tenant '{request.Tenant}'");
        if (!caller.Sees(request.Product) || !await products.Exists(request.Product, cancel))
            return Denial.NotFound($"Product '{request.Product}'");
        var policy = Policy.Parse(request.Policy, types);
        if (policy.IsDenied(out var denial))
            return denial;

        // By a clock that has jumped ahead it would not have started once that is put right.
        var now = time.Trusted;
        var draft = new EntitlementDraft
        {
            Tenant = request.Tenant,
            Product = request.Product,
            Policy = policy.Value,
            StartsAt = request.StartsAt,
            EndsAt = request.EndsAt,
            AutoRenew = request.AutoRenew,
            RenewalDays = request.RenewalDays,
        };
        var created = Entitlement.Create(new EntitlementId(TypeId.New(clock.GetUtcNow())), draft, now);
        if (created.IsDenied(out denial))
            return denial;

        await desk.Open(created.Value, now, cancel);
        return EntitlementView.Of(created.Value, now);
    }
}

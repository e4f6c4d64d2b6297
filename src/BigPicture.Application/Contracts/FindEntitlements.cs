using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Contracts;

/// <summary>Asked by Leasing: the entitlements of a tenant for a product, whatever their status; none is an empty list.</summary>
/// <param name="Fresh">Read from the database: what a cached snapshot refuses is asked again before anybody is told.</param>
public sealed record FindEntitlements(TenantId Tenant, ProductId Product, bool Fresh) : IRequest<IReadOnlyList<IEntitlementView>>;

/// <summary>Asked by Leasing: one entitlement of a tenant, or null.</summary>
/// <inheritdoc cref="FindEntitlements" path="/param"/>
public sealed record FindEntitlement(TenantId Tenant, EntitlementId Entitlement, bool Fresh) : IRequest<IEntitlementView?>;

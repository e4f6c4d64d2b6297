using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Contracts;

/// <summary>Asked by whoever ties something to a tenant or to products: refused with the first one that does not exist.</summary>
public sealed record RequireNames(TenantId? Tenant, IReadOnlyCollection<ProductId> Products) : IRequest<Outcome<Unit>>;

using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Contracts;

/// <summary>Asked by whoever shows something of one entitlement: whose it is, or refused when the caller does not see such a one.</summary>
public sealed record RequireEntitlement(EntitlementId Entitlement) : IRequest<Outcome<TenantId>>;

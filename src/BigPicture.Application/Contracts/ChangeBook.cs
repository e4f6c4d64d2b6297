using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Contracts;

/// <summary>Asked by Entitlements in the transaction that creates one: opens its book in the ledger, at version 1.</summary>
public sealed record OpenBook(TenantId Tenant, EntitlementId Entitlement, BookTerms Terms) : IRequest;

/// <summary>
/// Asked by Entitlements in the transaction of a change: locks the book, raises its version, sets its pools' limits. Refused with
/// <see cref="DenialCode.Conflict"/>, and nothing changed, where <see cref="Guard"/> says so. Must be asked before the entitlement's
/// row is written: books are locked first, everywhere. At the version that stands it only ends leases. Dated by the ledger's own clock.
/// </summary>
public sealed record ChangeBook(TenantId Tenant, EntitlementId Entitlement, long Version, BookTerms Terms) : IRequest<Outcome<Unit>>
{
    /// <summary>What live leases stand in the way of; null: the change goes through whatever is live.</summary>
    public BookGuard? Guard { get; init; }

    /// <summary>Set to end every live lease at once, with this reason.</summary>
    public string? RevokeLeases { get; init; }

    /// <summary>Set where the entitlement's end came nearer: no live lease outlives it.</summary>
    public Instant? CutLeasesAt { get; init; }
}

/// <param name="HoldRevokedSeats">A revoked lease keeps its seat until its last token has run out.</param>
/// <param name="SeatLimits">Limit by pool (<c>seats</c> with its overdraft, <c>feature/…</c>), of pools whose limit the policy fixes.</param>
public sealed record BookTerms(bool HoldRevokedSeats, IReadOnlyDictionary<string, long> SeatLimits);

/// <param name="WhileAnyLive">Any live lease is in the way: the license type changes.</param>
/// <param name="Pools">Taken seats of these pools are in the way: they are taken out of the policy.</param>
public sealed record BookGuard(bool WhileAnyLive, IReadOnlyList<string> Pools);

using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <summary>
/// What every change of an entitlement has in common: who may touch it, at which version, and that its book in the ledger changes
/// first, in the same transaction.
/// </summary>
internal sealed class EntitlementDesk(
    IEntitlementStore entitlements,
    EntitlementCache cache,
    Caller caller,
    FactLog log,
    AfterTransaction after,
    ILedgerTime time,
    IMediator mediator
)
{
    /// <summary>The entitlement, where the caller sees it.</summary>
    public async Task<Outcome<Entitlement>> Find(EntitlementId id, CancellationToken cancel) =>
        await entitlements.Find(caller.Tenant, id, cancel) is { } entitlement && caller.Sees(entitlement.Product)
            ? entitlement
            : Denial.NotFound($"Entitlement {id}");

    /// <summary>The same for a change, at the version that the caller expects.</summary>
    public async Task<Outcome<Entitlement>> FindForChange(EntitlementId id, CancellationToken cancel)
    {
        var found = await Find(id, cancel);
        if (found.IsDenied(out _))
            return found;
        if (caller.RefuseVersion($"Entitlement {id}", found.Value.Version) is { } stale)
            return stale;
        log.Stood(new EntitlementUpdated(found.Value, time.Now));
        return found;
    }

    /// <summary>
    /// Passes on what an act did: to the book, before the entitlement's row is written, then to the events. Where the act changed
    /// nothing and no leases are to end, there is nothing to pass on.
    /// </summary>
    /// <param name="facts">What the act told; none: the entitlement stood so already.</param>
    /// <param name="shape">Adds to the book's change what the act asks of live leases.</param>
    public async Task<Outcome<EntitlementView>> Record(
        Entitlement entitlement,
        ImmutableArray<Fact> facts,
        Instant now,
        CancellationToken cancel,
        Func<ChangeBook, ChangeBook>? shape = null
    )
    {
        var change = new ChangeBook(entitlement.Tenant, entitlement.Id, entitlement.Version, TermsOf(entitlement.Policy));
        change = shape?.Invoke(change) ?? change;
        if (facts.IsEmpty && change.RevokeLeases is null)
            return EntitlementView.Of(entitlement, now);

        after.Do(() => cache.Forget(entitlement));
        var changed = await mediator.Send(change, cancel);
        if (changed.IsDenied(out var denial))
            return denial;

        log.Tell(facts);
        return EntitlementView.Of(entitlement, now);
    }

    public async Task Open(Entitlement entitlement, Instant now, CancellationToken cancel)
    {
        after.Do(() => cache.Forget(entitlement));
        await mediator.Send(new OpenBook(entitlement.Tenant, entitlement.Id, TermsOf(entitlement.Policy)), cancel);
        entitlements.Add(entitlement);
        log.Tell(new EntitlementCreated(entitlement, now));
    }

    private static BookTerms TermsOf(Policy policy) => new(policy.HoldRevokedSeats, policy.PoolLimits());
}

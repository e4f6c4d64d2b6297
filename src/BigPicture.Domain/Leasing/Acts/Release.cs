using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing.Acts;

/// <summary>Gives a lease back. One that has ended already, in whatever way, is answered as it stands.</summary>
public sealed record Release(TenantId Tenant, EntitlementId Entitlement, LeaseId LeaseId, int Generation) : LeaseAct(Tenant, Entitlement)
{
    public override ActOrder Order => ActOrder.Release;

    internal override ActResult Apply(LedgerPage page)
    {
        if (!page.TryLease(LeaseId, out var lease) || lease.Tenant != Tenant || !page.TryBook(lease.Entitlement, out var book))
            return Ladder.Unknown(LeaseId);

        lease = Occupancy.EndIfOver(page, lease);
        if (lease.State != LeaseState.Live)
            return new ActResult.Ended(lease);
        if (lease.Generation != Generation)
            return Ladder.Superseded(lease, Generation);
        return new ActResult.Ended(Occupancy.End(page, book, lease, LeaseState.Released, page.Trusted(book), null));
    }
}

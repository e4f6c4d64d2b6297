using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing.Acts;

/// <summary>Ends a lease by the operator's will and, if asked, keeps its subject from activating again for a while.</summary>
/// <param name="By">Who did it, for the audit trail.</param>
public sealed record Revocation(TenantId Tenant, EntitlementId Entitlement, LeaseId LeaseId, string Reason, int BlockSeconds, Actor By)
    : LeaseAct(Tenant, Entitlement)
{
    public override ActOrder Order => ActOrder.Revoke;

    internal override ActResult Apply(LedgerPage page)
    {
        if (!page.TryLease(LeaseId, out var lease) || lease.Tenant != Tenant || !page.TryBook(lease.Entitlement, out var book))
            return Denial.NotFound(LeaseId.ToString());

        lease = Occupancy.EndIfOver(page, lease);
        var now = page.Trusted(book);
        if (BlockSeconds > 0)
        {
            page.Touch(book);
            page.Put(new Block(Tenant, Entitlement, lease.SubjectKind, lease.SubjectId, now + BlockSeconds));
        }
        if (lease.State != LeaseState.Live)
            return new ActResult.Ended(lease);
        page.Changes.Actors[lease.Id.ToString()] = By;
        page.Changes.Revoked.Add(RevokedTokens.Of(lease, now));
        return new ActResult.Ended(Occupancy.End(page, book, lease, LeaseState.Revoked, now, Reason));
    }
}

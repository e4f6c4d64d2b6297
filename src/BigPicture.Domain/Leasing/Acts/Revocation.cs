using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing.Acts;

/// <summary>Ends a lease by the operator's will and, if asked, keeps its subject from activating again for a while.</summary>
public sealed record Revocation(TenantId Tenant, EntitlementId Entitlement, LeaseId LeaseId, string Reason, int BlockSeconds)
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
        return new ActResult.Ended(
            lease.State == LeaseState.Live ? Occupancy.End(page, book, lease, LeaseState.Revoked, now, Reason) : lease
        );
    }
}

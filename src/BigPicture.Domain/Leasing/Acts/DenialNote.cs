using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing.Acts;

/// <summary>Records that a caller was refused. Touches no row; shares the batch's commit.</summary>
public sealed record DenialNote(TenantId Tenant, EntitlementId Entitlement, LeaseDenied Fact) : LeaseAct(Tenant, Entitlement)
{
    public override ActOrder Order => ActOrder.Expire;

    internal override ActResult Apply(LedgerPage page)
    {
        // A batch's transaction names the tenants of all its acts, so the database would take an event of any of them.
        if (Fact.Tenant != Tenant)
            throw new InvalidOperationException($"A denial of {Fact.Tenant} was to be recorded in the name of {Tenant}.");
        page.Tell(Fact);
        return new ActResult.Done();
    }
}

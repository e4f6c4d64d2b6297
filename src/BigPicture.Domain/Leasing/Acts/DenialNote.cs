using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing.Acts;

/// <summary>Records that a caller was refused. Touches no row; shares the batch's commit.</summary>
public sealed record DenialNote(TenantId Tenant, EntitlementId Entitlement, LeaseDenied Fact) : LeaseAct(Tenant, Entitlement)
{
    public override ActOrder Order => ActOrder.Expire;

    internal override ActResult Apply(LedgerPage page)
    {
        page.Tell(Fact);
        return new ActResult.Done();
    }
}

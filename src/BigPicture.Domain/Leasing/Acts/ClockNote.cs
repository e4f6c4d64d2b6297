using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing.Acts;

/// <summary>Lets the clock be stored, and its steps be told, though nothing else is written. Touches no row of a book.</summary>
public sealed record ClockNote() : LeaseAct(TenantId.Vendor, default)
{
    public override ActOrder Order => ActOrder.Expire;

    internal override ActResult Apply(LedgerPage page)
    {
        page.Changes.KeepsClock = true;
        return new ActResult.Done();
    }
}

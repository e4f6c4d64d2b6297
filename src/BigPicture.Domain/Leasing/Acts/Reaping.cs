using System.Collections.Immutable;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing.Acts;

/// <summary>
/// Writes down, in a bounded step, what has ended by time or by a revocation of the entitlement, and frees held seats whose time has
/// come. The page does so with whatever rows it is given; this act only names them.
/// </summary>
/// <param name="SweptBefore">Set with the last step of a sweep: no live lease issued before it is left.</param>
public sealed record Reaping(
    TenantId Tenant,
    EntitlementId Entitlement,
    ImmutableArray<LeaseId> Leases,
    ImmutableArray<(string Pool, string Holder)> Seats,
    Instant? SweptBefore = null
) : LeaseAct(Tenant, Entitlement)
{
    public override ActOrder Order => ActOrder.Expire;

    internal override ActResult Apply(LedgerPage page)
    {
        if (SweptBefore is { } swept && page.TryBook(Entitlement, out var book) && book.SweepPending && book.RevokedBefore == swept)
        {
            book.FinishSweep();
            page.Touch(book);
        }
        return new ActResult.Done();
    }
}

using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing.Acts;

/// <summary>Gives a live lease a new end. A late one never revives a seat: what has ended stays ended, and says how.</summary>
/// <param name="Generation">The generation of the token that was shown.</param>
/// <param name="Version">The entitlement's version that <paramref name="Evaluate"/> decides on.</param>
/// <param name="Evaluate">Whether the entitlement still allows the lease: a pure function of its claims and the time.</param>
public sealed record Renewal(
    TenantId Tenant,
    EntitlementId Entitlement,
    LeaseId LeaseId,
    int Generation,
    long Version,
    Func<Lease, Instant, Outcome<Grant>> Evaluate,
    SigningTerms Signing
) : LeaseAct(Tenant, Entitlement)
{
    public override ActOrder Order => ActOrder.Renew;

    internal override ActResult Apply(LedgerPage page)
    {
        if (!page.TryLease(LeaseId, out var lease) || lease.Tenant != Tenant || !page.TryBook(lease.Entitlement, out var book))
            return Ladder.Unknown(LeaseId);
#if PLANTED_BUGS
        if (PlantedBug.Is(PlantedBug.LateRenewalRevives) && lease.StateAt(page.Trusted(book), default) == LeaseState.Expired)
            lease = lease with { State = LeaseState.Live, EndsAt = Instant.MaxValue, EndedAt = null };
#endif
        if (Ladder.Refuse(lease, Generation, page.Trusted(book), book.RevokedBefore) is { } over)
            return over;
#if PLANTED_BUGS
        if (!PlantedBug.Is(PlantedBug.StaleEntitlement))
#endif
            if (book.Version != Version)
                return new ActResult.Stale();

        var now = page.Now(book);
        var evaluation = Evaluate(lease, now);
        if (evaluation.IsDenied(out var denial))
            return denial;
        if (Signing.Refuse(lease, now) is { } unsigned)
            return unsigned;

        var grant = evaluation.Value;
        var renewed = lease.Issue(grant, Signing, now);
        page.Touch(book);
        page.Replace(renewed);
        Occupancy.Extend(page, renewed);
        page.Tell(new LeaseRenewed(renewed, now));
        return new ActResult.Leased(renewed, LeaseChange.Renewed, now, grant.DurationCut);
    }
}

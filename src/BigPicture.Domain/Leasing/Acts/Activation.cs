using System.Collections.Immutable;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing.Acts;

/// <summary>Takes every seat that a grant claims, or none; or finds the lease that the same key holds already.</summary>
/// <param name="NewLease">The lease as it would be, without dates.</param>
/// <param name="Evaluate">Whether the entitlement still allows the lease that the key holds, should it be issued anew.</param>
/// <param name="NamesFeatures">The request named its features, so a lease with others is not the one that it means.</param>
public sealed record Activation(
    Lease NewLease,
    Grant Grant,
    SigningTerms Signing,
    Func<Lease, Instant, Outcome<Grant>> Evaluate,
    bool Takeover = false,
    bool NamesFeatures = false
) : LeaseAct(NewLease.Tenant, NewLease.Entitlement)
{
    public override ActOrder Order => ActOrder.Activate;

    internal override ActResult Apply(LedgerPage page)
    {
        if (!page.TryBook(Entitlement, out var book) || book.Tenant != Tenant)
            return new ActResult.Stale();
        var now = page.Now(book);
#if PLANTED_BUGS
        if (!PlantedBug.Is(PlantedBug.StaleEntitlement))
#endif
            if (book.Version != Grant.Version || Grant.NotBefore > now || Grant.NotAfter <= now)
                return new ActResult.Stale();
        if (Refuse(page, book, now) is { } refusal)
            return refusal with { Entitlement = Entitlement };

#if PLANTED_BUGS
        if (PlantedBug.Is(PlantedBug.SecondLeaseOnRetry))
            return (this with { NewLease = NewLease with { Key = new LeaseKey(NewLease.Id.Value) } }).Take(page, book, now);
#endif
        return page.TryLiveLease(NewLease.Key, out var held) && held.IsLive(page.Trusted(book), book.RevokedBefore)
            ? TakeBack(page, book, held, now)
            : Take(page, book, now);
    }

    private Denial? Refuse(LedgerPage page, Book book, Instant now)
    {
        if (page.Clock.GrantsStopped)
            return new Denial(
                DenialCode.Unavailable,
                "The server's clock was set back; it grants nothing until the clock is right or accepted."
            )
            {
                RetryAfterSeconds = 60,
                Trace = Grant.Trace,
            };
        if (Signing.Refuse(NewLease, now) is { } unsigned)
            return unsigned with { Trace = Grant.Trace };
        if (page.TryBlock(Entitlement, NewLease.Subject, out var block) && block.Until > page.Trusted(book))
            return new Denial(DenialCode.SubjectBlocked, $"{NewLease.Subject} is blocked from {Entitlement} until {block.Until}.")
            {
                Trace = [.. Grant.Trace.TakeWhile(line => line.Rule < Rule.Blocked), new RuleResult(Rule.Blocked, false)],
            };
        return null;
    }

    private ActResult TakeBack(LedgerPage page, Book book, Lease held, Instant now)
    {
        if (NamesFeatures && !held.Features.ToHashSet(StringComparer.Ordinal).SetEquals(NewLease.Features))
            return Conflict($"{held.Id} is live under the same key with other features: release it first, or use another session id.");
        // What was dated ahead, while the clock was, verifies nowhere until then: its holder gets a token for today. And what a withdrawn
        // key signed counts nowhere any more.
        if (!Takeover && now < held.RenewAfter && held.IssuedAt <= now && !Signing.IsWithdrawn(held.KeyId))
            return new ActResult.Leased(held, LeaseChange.Kept, now, Grant.DurationCut);

        held = held with { AskedSeconds = NewLease.AskedSeconds };
        var evaluation = Evaluate(held, now);
        if (evaluation.IsDenied(out var denial))
            return denial;

        var lease = held.Issue(evaluation.Value, Signing, now);
        if (Takeover)
            lease = lease with { Generation = held.Generation + 1 };
        page.Touch(book);
        page.Replace(lease);
        Occupancy.Extend(page, lease);
        page.Tell(Takeover ? new LeaseTakenOver(lease, now) : new LeaseRenewed(lease, now));
        return new ActResult.Leased(lease, Takeover ? LeaseChange.TakenOver : LeaseChange.Renewed, now, Grant.DurationCut);
    }

    private ActResult Take(LedgerPage page, Book book, Instant now)
    {
        if (page.LiveCount(Entitlement, NewLease.Subject) >= Lease.LivePerSubjectMax)
            return Conflict($"{NewLease.Subject} holds {Lease.LivePerSubjectMax} live leases of {Entitlement}, the most that one may.");

        var found = SeatSearch.Find(page, book, Grant.Claims);
        if (found.Fault is not null)
            return new ActResult.Faulted(found.Fault);
        if (!found.Short.IsEmpty)
            return Exhausted(page, book, found.Short);

        var lease = NewLease.Issue(Grant, Signing, now) with { CreatedAt = now, Overdraft = found.Overdraft };
        page.Touch(book);
        page.Insert(lease);
        Occupancy.Take(page, lease, Grant.Claims);
        page.Tell(new LeaseIssued(lease, now));
        return new ActResult.Leased(lease, LeaseChange.Issued, now, Grant.DurationCut);
    }

    private ActResult Exhausted(LedgerPage page, Book book, ImmutableArray<Claim> shortage)
    {
        var (nextSeatAt, fault) = SeatForecast.NextSeatAt(page, book, Grant.Claims, shortage);
        if (fault is not null)
            return new ActResult.Faulted(fault);

        var first = shortage[0];
        var inUse = SeatSearch.Taken(page, new PoolKey(Entitlement, first.Pool));
        var pool = first.Pool == LicenseTypes.SeatClaim.Seats ? "" : $" in pool {first.Pool}";
        return new Denial(DenialCode.SeatsExhausted, $"All {first.Ceiling} seats{pool} of entitlement {Entitlement} are in use.")
        {
            Entitlement = Entitlement,
            Pool = new PoolState(first.Pool, first.Ceiling, inUse, nextSeatAt),
            Trace = [.. Grant.Trace, .. Grant.Claims.Select(claim => new RuleResult(Rule.Seats, !shortage.Contains(claim), claim.Pool))],
        };
    }

    private Denial Conflict(string message) => new(DenialCode.Conflict, message) { Entitlement = Entitlement, Trace = Grant.Trace };
}

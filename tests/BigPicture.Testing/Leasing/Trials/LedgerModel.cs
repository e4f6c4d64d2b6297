using System.Collections.Immutable;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;

namespace BigPicture.Testing.Leasing.Trials;

/// <summary>
/// What a ledger must do, said as plainly as possible: a list of leases with their times. Nothing is counted or reaped; who holds a seat
/// is found by looking at every lease.
/// </summary>
internal sealed class LedgerModel
{
    public ClockReading Clock { get; set; }

    public List<ModelLease> Leases { get; } = [];

    public Dictionary<EntitlementId, ModelBook> Books { get; } = [];

    /// <summary>Facts that the acts applied so far must have told, without those of ends that nobody asked for.</summary>
    public List<string> Facts { get; } = [];

    private Dictionary<(EntitlementId, Subject), Instant> Blocks { get; } = [];

    public LeaseState StateOf(ModelLease held) => StateAt(held, Clock.Trusted);

    public string Apply(LeaseAct act) =>
        act switch
        {
            Activation activation => Activate(activation),
            Renewal renewal => Renew(renewal),
            Release release => Release(release),
            Revocation revocation => Revoke(revocation),
            Reaping => "done",
            _ => throw new NotSupportedException(),
        };

    /// <summary>Ends all that live, as a suspension or revocation with its leases does; also what is dated ahead, while the clock was.</summary>
    public void RevokeAll(EntitlementId entitlement)
    {
        var book = Books[entitlement];
        book.RevokedBefore = Instant.Max(Clock.Now, Instant.Max(book.LastIssuedAt, book.RevokedBefore)) + 1;
        foreach (var held in Leases.Where(l => l.Lease.Entitlement == entitlement && StateOf(l) == LeaseState.Live))
            End(held, LeaseState.Revoked);
    }

    /// <summary>Lets nothing outlive a time.</summary>
    public void Cut(EntitlementId entitlement, Instant at)
    {
        foreach (var held in Leases.Where(l => l.Lease.Entitlement == entitlement && l.Lease.State == LeaseState.Live))
        {
            var lease = held.Lease;
            if (lease.EndsAt > at)
                held.Lease = lease with
                {
                    ExpiresAt = Instant.Min(lease.ExpiresAt, at),
                    RenewAfter = Instant.Min(lease.RenewAfter, at),
                    GraceUntil = lease.ExpiresAt >= at ? null : at,
                    EndsAt = at,
                };
        }
    }

    /// <summary>Who holds a seat of the pool, at a time and if nobody renews.</summary>
    public HashSet<string> HoldersAt(EntitlementId entitlement, string pool, Instant at) =>
        [
            .. from held in Leases
            where held.Lease.Entitlement == entitlement
            where StateAt(held, at) == LeaseState.Live || held.HeldUntil > at
            from claim in held.Claims
            where claim.Pool == pool
            select claim.Holder,
        ];

    public IEnumerable<SeatKey> TakenSeats() =>
        from held in Leases
        where StateOf(held) == LeaseState.Live || held.HeldUntil > Clock.Trusted
        from claim in held.Claims
        select new SeatKey(held.Lease.Entitlement, claim.Pool, claim.Holder);

    public bool AnyLive(EntitlementId entitlement, string? pool = null) =>
        Leases.Exists(held =>
            held.Lease.Entitlement == entitlement
            && StateOf(held) == LeaseState.Live
            && (pool is null || held.Claims.Any(claim => claim.Pool == pool))
        );

    public static string Describe(Lease lease) =>
        $"{lease.Id} g{lease.Generation} {lease.IssuedAt.UnixSeconds}-{lease.ExpiresAt.UnixSeconds}-{lease.EndsAt.UnixSeconds} "
        + $"grace {lease.GraceUntil?.UnixSeconds} renew {lease.RenewAfter.UnixSeconds} signed {lease.SignedUntil.UnixSeconds} "
        + $"{(lease.Overdraft ? "overdraft " : "")}[{string.Join(',', lease.Features)}] {lease.SubjectId}/{lease.MachineId}/{lease.SessionId}";

    private string Activate(Activation act)
    {
        if (!Books.TryGetValue(act.Entitlement, out var book) || act.Tenant != LeaseSamples.Acme)
            return "stale";
        var now = Instant.Max(Clock.Now, book.RevokedBefore);
        if (book.Version != act.Grant.Version || act.Grant.NotBefore > now || act.Grant.NotAfter <= now)
            return "stale";
        if (Clock.GrantsStopped)
            return "refused Unavailable";
        if (Blocks.TryGetValue((act.Entitlement, act.NewLease.Subject), out var until) && until > Clock.Trusted)
            return "refused SubjectBlocked";
        if (Leases.Find(l => l.Lease.Key == act.NewLease.Key && StateOf(l) == LeaseState.Live) is { } held)
            return TakeBack(act, held, now);

        var shortage = ShortAt(act, Clock.Trusted, out var overdraft);
        if (shortage.Count > 0)
        {
            var pool = shortage[0].Pool;
            var inUse = HoldersAt(act.Entitlement, pool, Clock.Trusted).Count;
            return $"refused SeatsExhausted {pool} {shortage[0].Ceiling} {inUse} {NextSeatAt(act)?.UnixSeconds}";
        }
        var lease = act.NewLease.Issue(act.Grant, act.Signing, now) with { CreatedAt = now, Overdraft = overdraft };
        Leases.Add(new ModelLease(lease, act.Grant.Claims));
        foreach (var claim in act.Grant.Claims)
            if (
                HoldersAt(act.Entitlement, claim.Pool, Clock.Trusted) is var holders
                && !WasHeld(lease, claim)
                && holders.Count > claim.Ceiling
            )
                throw new TrialException($"{holders.Count} hold {claim.Pool}, whose limit is {claim.Ceiling}.");
        return Leased(lease, LeaseChange.Issued, "license.issued");
    }

    private string TakeBack(Activation act, ModelLease held, Instant now)
    {
        if (act.NamesFeatures && !held.Lease.Features.ToHashSet().SetEquals(act.NewLease.Features))
            return "refused Conflict";
        if (!act.Takeover && now < held.Lease.RenewAfter && now >= held.Lease.IssuedAt)
            return Leased(held.Lease, LeaseChange.Kept, fact: null);
        var evaluation = act.Evaluate(held.Lease, now);
        if (evaluation.IsDenied(out var denial))
            return $"refused {denial.Code}";
        var generation = held.Lease.Generation + (act.Takeover ? 1 : 0);
        held.Lease = held.Lease.Issue(evaluation.Value, act.Signing, now) with { Generation = generation };
        return act.Takeover
            ? Leased(held.Lease, LeaseChange.TakenOver, "license.taken_over")
            : Leased(held.Lease, LeaseChange.Renewed, "license.renewed");
    }

    private string Renew(Renewal act)
    {
        if (Leases.Find(l => l.Lease.Id == act.LeaseId) is not { } held)
            return "refused LeaseExpired";
        var state = StateOf(held);
        if (state == LeaseState.Released)
            return "refused LeaseReleased";
        if (state == LeaseState.Revoked)
            return "refused LeaseRevoked";
        if (held.Lease.Generation != act.Generation)
            return "refused LeaseSuperseded";
        if (state == LeaseState.Expired)
            return "refused LeaseExpired";
        var book = Books[act.Entitlement];
        if (book.Version != act.Version)
            return "stale";
        var now = Instant.Max(Clock.Now, book.RevokedBefore);
        var evaluation = act.Evaluate(held.Lease, now);
        if (evaluation.IsDenied(out var denial))
            return $"refused {denial.Code}";
        held.Lease = held.Lease.Issue(evaluation.Value, act.Signing, now);
        return Leased(held.Lease, LeaseChange.Renewed, "license.renewed");
    }

    private string Release(Release act)
    {
        if (Leases.Find(l => l.Lease.Id == act.LeaseId) is not { } held)
            return "refused LeaseExpired";
        var state = StateOf(held);
        if (state != LeaseState.Live)
            return $"ended {state}";
        if (held.Lease.Generation != act.Generation)
            return "refused LeaseSuperseded";
        End(held, LeaseState.Released);
        return "ended Released";
    }

    private string Revoke(Revocation act)
    {
        if (Leases.Find(l => l.Lease.Id == act.LeaseId) is not { } held)
            return "refused NotFound";
        if (act.BlockSeconds > 0)
            Blocks[(act.Entitlement, held.Lease.Subject)] = Clock.Trusted + act.BlockSeconds;
        var state = StateOf(held);
        if (state != LeaseState.Live)
            return $"ended {state}";
        End(held, LeaseState.Revoked);
        return "ended Revoked";
    }

    private void End(ModelLease held, LeaseState state)
    {
        if (state == LeaseState.Revoked && Books[held.Lease.Entitlement].HoldRevokedSeats)
            held.HeldUntil = held.Lease.SignedUntil;
        held.Lease = held.Lease with { State = state };
    }

    private string Leased(Lease lease, LeaseChange change, string? fact)
    {
        if (fact is not null)
        {
            Facts.Add($"{fact} {lease.Id}");
            var book = Books[lease.Entitlement];
            book.LastIssuedAt = Instant.Max(book.LastIssuedAt, lease.IssuedAt);
        }
        return $"leased {change} {Describe(lease)}";
    }

    /// <summary>The claims that find no seat at a time, should nobody renew until then.</summary>
    private List<Claim> ShortAt(Activation act, Instant at, out bool overdraft)
    {
        var shortage = new List<Claim>();
        overdraft = false;
        var holders = new Dictionary<string, HashSet<string>>();
        foreach (var claim in act.Grant.Claims)
        {
            if (!holders.TryGetValue(claim.Pool, out var taken))
                holders.Add(claim.Pool, taken = HoldersAt(act.Entitlement, claim.Pool, at));
            if (!taken.Add(claim.Holder))
                continue;
            overdraft |= taken.Count > claim.Limit;
            if (taken.Count > claim.Ceiling)
                shortage.Add(claim);
        }
        return shortage;
    }

    private Instant? NextSeatAt(Activation act) =>
        Leases
            .SelectMany(held => new[] { held.Lease.EndsAt, held.HeldUntil })
            .Where(at => at > Clock.Trusted)
            .Order()
            .Where(at => ShortAt(act, at, out _).Count == 0)
            .Select(at => (Instant?)at)
            .FirstOrDefault();

    private bool WasHeld(Lease lease, Claim claim) =>
        Leases.Exists(l =>
            l.Lease.Id != lease.Id
            && l.Lease.Entitlement == lease.Entitlement
            && (StateOf(l) == LeaseState.Live || l.HeldUntil > Clock.Trusted)
            && l.Claims.Any(c => c.Pool == claim.Pool && c.Holder == claim.Holder)
        );

    private static LeaseState StateAt(ModelLease held, Instant at) =>
        held.Lease.State != LeaseState.Live ? held.Lease.State
        : held.Lease.EndsAt <= at ? LeaseState.Expired
        : LeaseState.Live;
}

internal sealed class ModelLease(Lease lease, ImmutableArray<Claim> claims)
{
    public Lease Lease { get; set; } = lease;

    public ImmutableArray<Claim> Claims => claims;

    /// <summary>Keeps its seats although it was revoked.</summary>
    public Instant HeldUntil { get; set; }
}

internal sealed class ModelBook(bool holdRevokedSeats)
{
    public long Version { get; set; } = 1;

    public bool HoldRevokedSeats => holdRevokedSeats;

    public Instant RevokedBefore { get; set; }

    public Instant LastIssuedAt { get; set; }
}

/// <summary>The ledger did not do what the model says that it must.</summary>
public sealed class TrialException(string message) : Exception(message);

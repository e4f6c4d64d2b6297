using System.Globalization;
using BigPicture.Proof.Checking.Seats;
using BigPicture.Proof.Histories;

namespace BigPicture.Tests.Proof.Checking;

/// <summary>A mistake that the simulated server makes.</summary>
public enum Mistake
{
    None,
    GrantsOneTooMany,
    RefusesOneTooEarly,
    IgnoresLoweredLimit,
    RenewsExpired,
    RenewsRevoked,
    GrantsWhileSuspended,
    RefusesLiveRenewal,
    SecondLeaseForAKey,
    NoGenerationCheck,
    FreesSharedSeat,
    FreesHeldSeat,
    LosesEvents,
    TellsEventsTwice,
    LosesAcknowledgedLease,
}

/// <summary>One entitlement, in memory, one act at a time: what a server must answer, told again without any of the product's code.</summary>
internal sealed class SimulatedServer(Pool pool, Mistake mistake = Mistake.None)
{
    private readonly Dictionary<string, long> limits = new(pool.Limits);
    private readonly List<Lease> leases = [];
    private readonly List<Lease> live = [];
    private readonly List<(string Pool, string Holder, long Until)> heldSeats = [];
    private readonly HashSet<(string Pool, string Holder)> freedSeats = [];
    private bool suspended;
    private long now;

    public List<FeedEvent> Feed { get; } = [];

    public IEnumerable<ListedLease> List() =>
        leases
            .Where((_, index) => mistake != Mistake.LosesAcknowledgedLease || index % 3 != 0)
            .Select(lease => new ListedLease
            {
                LeaseId = lease.Token.LeaseId,
                Entitlement = pool.Entitlement,
                Status = lease.State,
                Generation = lease.Token.Generation,
                IssuedAt = lease.Token.IssuedAt,
                ExpiresAt = lease.Token.ExpiresAt,
            });

    /// <summary>Does the act now, and answers it.</summary>
    public Operation Act(Operation call, long unixSeconds)
    {
        now = Math.Max(now, unixSeconds);
        foreach (var due in live.Where(lease => lease.Token.EndsAt <= now).ToArray())
            End(due, "expired");
        return call.Kind switch
        {
            OperationKind.Activate => Activate(call),
            OperationKind.Renew => Renew(call),
            OperationKind.Release => Release(call),
            OperationKind.Validate => Validate(call),
            OperationKind.RevokeLease => Revoke(call),
            OperationKind.Suspend => Suspend(call),
            OperationKind.Reinstate => Reinstate(call),
            OperationKind.ChangeLimit => ChangeLimit(call),
            _ => throw new ArgumentOutOfRangeException(nameof(call)),
        };
    }

    private Operation Activate(Operation call)
    {
        if (suspended && mistake != Mistake.GrantsWhileSuspended)
            return No(call, "ENTITLEMENT_SUSPENDED");
        var held = live.Find(lease => lease.Birth.Key == call.Key);
        if (held is not null && mistake != Mistake.SecondLeaseForAKey)
        {
            if (call.Features is { } named && !named.SequenceEqual(held.Token.Features))
                return No(call, "CONFLICT");
            if (!call.Takeover && now < held.Token.RenewAfter)
                return Leased(call, held, 200);
            held.Token = TokenOf(held.Token.LeaseId, held.Token.Generation + (call.Takeover ? 1 : 0), held.Token.Features);
            Tell(call.Takeover ? "license.taken_over" : "license.renewed", held);
            return Leased(call, held, 200);
        }
        var claims = Seating.Of(pool, call, call.Key).ToArray();
        foreach (var (name, holder) in claims)
        {
            var taken = Taken(name).ToHashSet();
            if (!taken.Contains(holder) && taken.Count >= LimitOf(name))
                return No(call, "SEATS_EXHAUSTED") with { RefusedPool = name };
        }
        foreach (var claim in claims)
            freedSeats.Remove(claim);
        var lease = new Lease(call, claims, TokenOf($"l{leases.Count}", 1, call.Features ?? []));
        leases.Add(lease);
        live.Add(lease);
        Tell("license.issued", lease);
        return Leased(call, lease, 201);
    }

    private long LimitOf(string name) =>
        (limits.TryGetValue(name, out var limit) ? limit : pool.MachinesPerUser!.Value)
        + mistake switch
        {
            Mistake.GrantsOneTooMany => 1,
            Mistake.RefusesOneTooEarly when limit > 1 => -1,
            _ => 0,
        };

    private IEnumerable<string> Taken(string name) =>
        live.SelectMany(lease => lease.Claims)
            .Where(claim => !freedSeats.Contains(claim))
            .Concat(heldSeats.Where(seat => seat.Until > now).Select(seat => (seat.Pool, seat.Holder)))
            .Where(seat => seat.Item1 == name)
            .Select(seat => seat.Item2);

    private Operation Renew(Operation call)
    {
        var lease = leases[int.Parse(call.LeaseId![1..], CultureInfo.InvariantCulture)];
        if (lease.State == "expired" && mistake == Mistake.RenewsExpired)
            Revive(lease);
        if (lease.State == "revoked" && mistake == Mistake.RenewsRevoked)
            Revive(lease);
        if (!lease.IsLive)
            return No(call, "LEASE_" + lease.State.ToUpperInvariant());
        if (mistake != Mistake.NoGenerationCheck && lease.Token.Generation != call.Presented!.Generation)
            return No(call, "LEASE_SUPERSEDED");
        if (mistake == Mistake.RefusesLiveRenewal)
            return No(call, "LEASE_EXPIRED");
        if (suspended)
            return No(call, "ENTITLEMENT_SUSPENDED");
        lease.Token = TokenOf(lease.Token.LeaseId, call.Presented!.Generation, lease.Token.Features);
        Tell("license.renewed", lease);
        return Leased(call, lease, 200);
    }

    private Operation Release(Operation call)
    {
        var lease = leases[int.Parse(call.LeaseId![1..], CultureInfo.InvariantCulture)];
        if (lease.IsLive && lease.Token.Generation != call.Presented!.Generation)
            return No(call, "LEASE_SUPERSEDED");
        if (lease.IsLive)
            End(lease, "released");
        return call with { Outcome = Outcome.Yes, LeaseStatus = lease.State };
    }

    private Operation Validate(Operation call)
    {
        var lease = leases[int.Parse(call.LeaseId![1..], CultureInfo.InvariantCulture)];
        return lease.IsLive && lease.Token.Generation == call.Presented!.Generation
            ? call with
            {
                Outcome = Outcome.Yes,
            }
            : No(call, "LEASE_ENDED");
    }

    private Operation Revoke(Operation call)
    {
        var lease = leases[int.Parse(call.LeaseId![1..], CultureInfo.InvariantCulture)];
        if (lease.IsLive)
            End(lease, "revoked");
        return call with { Outcome = Outcome.Yes, LeaseStatus = lease.State };
    }

    private Operation Suspend(Operation call)
    {
        if (!suspended)
            Tell("entitlement.suspended", null);
        suspended = true;
        foreach (var lease in live.Where(_ => call.EndsLeases).ToArray())
            End(lease, "revoked");
        return call with { Outcome = Outcome.Yes };
    }

    private Operation Reinstate(Operation call)
    {
        if (suspended)
            Tell("entitlement.reinstated", null);
        suspended = false;
        return call with { Outcome = Outcome.Yes };
    }

    private Operation ChangeLimit(Operation call)
    {
        foreach (var (name, limit) in call.Limits!)
            limits[name] = mistake == Mistake.IgnoresLoweredLimit ? Math.Max(limit, limits[name]) : limit;
        Tell("entitlement.updated", null);
        return call with { Outcome = Outcome.Yes };
    }

    private void Revive(Lease lease)
    {
        lease.State = "active";
        live.Add(lease);
    }

    private void End(Lease lease, string state)
    {
        lease.State = state;
        live.Remove(lease);
        foreach (var claim in lease.Claims)
        {
            if (state == "revoked" && pool.HoldsRevokedSeats && mistake != Mistake.FreesHeldSeat)
                heldSeats.Add((claim.Pool, claim.Holder, lease.Token.EndsAt));
            if (mistake == Mistake.FreesSharedSeat)
                freedSeats.Add(claim);
        }
        Tell("license." + state, lease);
    }

    private void Tell(string name, Lease? lease)
    {
        if (mistake == Mistake.LosesEvents && Feed.Count % 7 == 6 && name != "license.expired")
        {
            Feed.Add(EventOf("server.clock_stepped", null));
            return;
        }
        Feed.Add(EventOf(name, lease));
        if (mistake == Mistake.TellsEventsTwice && Feed.Count % 7 == 6)
            Feed.Add(EventOf(name, lease));
    }

    private FeedEvent EventOf(string name, Lease? lease) =>
        new()
        {
            Reader = FeedEvent.Final,
            Position = Feed.Count + 1,
            Id = $"evt_{Feed.Count}",
            Name = name,
            TimeUnix = now,
            Entitlement = pool.Entitlement,
            LeaseId = lease?.Token.LeaseId,
            SubjectType = lease?.Birth.SubjectType,
            SubjectId = lease?.Birth.SubjectId,
            MachineId = lease?.Birth.MachineId,
            SessionId = lease?.Birth.SessionId,
            Generation = lease?.Token.Generation,
            IssuedAt = lease?.Token.IssuedAt,
            EndsAt = lease?.Token.EndsAt,
        };

    private TokenFacts TokenOf(string lease, int generation, IReadOnlyList<string> features) =>
        new($"{lease}/{generation}/{now}", lease, generation, now, now + pool.LeaseSecondsMax, null, now + (pool.LeaseSecondsMax / 2))
        {
            Features = features,
        };

    private static Operation Leased(Operation call, Lease lease, int status) =>
        call with
        {
            Outcome = Outcome.Yes,
            Status = status,
            LeaseId = lease.Token.LeaseId,
            Token = lease.Token,
        };

    private static Operation No(Operation call, string code) => call with { Outcome = Outcome.No, Code = code };

    private sealed class Lease(Operation birth, (string Pool, string Holder)[] claims, TokenFacts token)
    {
        public Operation Birth => birth;

        public IReadOnlyList<(string Pool, string Holder)> Claims => claims;

        public TokenFacts Token { get; set; } = token;

        public string State { get; set; } = "active";

        public bool IsLive => State == "active";
    }
}

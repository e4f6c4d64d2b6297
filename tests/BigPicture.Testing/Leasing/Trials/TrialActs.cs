using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;

namespace BigPicture.Testing.Leasing.Trials;

/// <summary>Makes the acts that a history plans, out of what the model holds and the rows show at that moment.</summary>
internal sealed class TrialActs(LedgerModel model, IReadOnlyDictionary<EntitlementId, TrialPolicy> policies, Func<ClockReading> clock)
{
    private const int ReapStepMax = 3;

    private int leasesMade;

    public IEnumerable<LeaseAct> Acts(ActPlan plan, LedgerRows rows)
    {
        var policy = policies[LeaseSamples.EntitlementOf(plan.Book + 1)];
        if (plan.Kind == ActKind.Activate)
            return [Activation(plan, policy)];
        if (plan.Kind == ActKind.Reap)
            return [Reaping(policy.Entitlement, rows, ReapStepMax)];
        if (model.Leases.Count == 0)
            return [];

        // Mostly the latest ones: those that ended long ago all answer alike.
        var back = plan.Which % Math.Min(model.Leases.Count, plan.Options % 4 == 0 ? int.MaxValue : 8);
        var lease = model.Leases[^(back + 1)].Lease;
        var generation = lease.Generation - (plan.Options % 7 == 0 ? 1 : 0);
        policy = policies[lease.Entitlement];
        var version = policy.Version - (plan.Options % 11 == 0 ? 1 : 0);
        return plan.Kind switch
        {
            ActKind.Renew =>
            [
                new Renewal(
                    lease.Tenant,
                    lease.Entitlement,
                    lease.Id,
                    generation,
                    version,
                    (_, _) => policy.Evaluate(),
                    LeaseSamples.Signing
                ),
            ],
            ActKind.Release => [LeaseSamples.Release(lease, generation)],
            _ => [LeaseSamples.Revoke(lease, plan.Options % 3 == 0 ? 60 : 0)],
        };
    }

    private Activation Activation(ActPlan plan, TrialPolicy policy)
    {
        var (subject, machine, session) = (plan.Who % 4, plan.Who / 4 % 3, plan.Who / 12);
        var wanted = LeaseSamples.Lease(LeaseSamples.LeaseOf(++leasesMade, (ushort)(plan.Options * 16)), $"user{subject}") with
        {
            Entitlement = policy.Entitlement,
            MachineId = machine == 0 ? null : $"machine{machine}",
            SessionId = session == 0 && machine > 0 ? null : $"session{session}",
        };
        wanted = wanted with { Key = LeaseKey.Of(policy.Entitlement, wanted.Subject, wanted.MachineId, wanted.SessionId) };
        var grant = policy.Grant(wanted, withFeature: plan.Options % 5 == 0, twoSeats: plan.Options % 13 == 0);
        grant = grant with { Version = policy.Version - (plan.Options % 17 == 0 ? 1 : 0) };
        return new Activation(
            wanted with
            {
                Features = grant.Features,
            },
            grant,
            LeaseSamples.Signing,
            (_, _) => policy.Evaluate(),
            Takeover: plan.Options % 6 == 0,
            NamesFeatures: plan.Options % 4 == 1
        );
    }

    /// <summary>What the background loop finds in the rows as they are before the batch.</summary>
    public Reaping Reaping(EntitlementId entitlement, LedgerRows rows, int count)
    {
        var (book, now) = (rows.Books[entitlement], clock().Trusted);
        var live = rows.Leases.Values.Where(lease => lease.Entitlement == entitlement && lease.State == LeaseState.Live).ToList();
        var due = live.Where(lease => lease.EndsAt <= now).Take(count);
        var revoked = live.Where(lease => lease.IssuedAt < book.RevokedBefore).Take(count).ToList();
        var held = rows.Seats.Where(s => s.Key.Entitlement == entitlement && s.Value.Leases == 0 && s.Value.FreeAt <= now).Take(count);
        return new Reaping(
            LeaseSamples.Acme,
            entitlement,
            [.. due.Concat(revoked).Select(lease => lease.Id).Distinct()],
            [.. held.Select(seat => (seat.Key.Pool, seat.Key.Holder))],
            book.SweepPending && revoked.Count < count ? book.RevokedBefore : null
        );
    }
}

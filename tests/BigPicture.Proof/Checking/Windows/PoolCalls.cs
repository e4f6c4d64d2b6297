using BigPicture.Proof.Checking.Seats;
using BigPicture.Proof.Histories;
using BigPicture.Proof.Linearizability;
using BigPicture.Proof.Linearizability.Models;

namespace BigPicture.Proof.Checking.Windows;

/// <summary>One call on a pool of seats, and the operation that it stands for.</summary>
internal sealed record PoolCall(Operation Operation, Call<SeatInput, SeatOutput> Call);

/// <summary>What the calls of a history meant to one pool.</summary>
internal sealed class PoolCalls(SeatPool pool, Evidence evidence)
{
    private readonly Dictionary<string, string> holders = pool
        .Seats.SelectMany(seat => seat.Value.Leases.Select(lease => (lease.Id, seat.Key)))
        .ToDictionary(pair => pair.Id, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>In order of call; what can neither change the pool nor tell anything of it is left out.</summary>
    public List<PoolCall> All()
    {
        var result = new List<PoolCall>();
        foreach (var operation in evidence.OperationsOf(pool.Entitlement).OrderBy(operation => operation.CallNs))
        {
            if (Meaning(operation) is { } meaning)
            {
                var isKnown = operation.Outcome != Outcome.Unknown;
                result.Add(new(operation, new(meaning.Input, meaning.Output, operation.CallNs, operation.ReturnNs, isKnown)));
            }
        }
        return result;
    }

    private (SeatInput Input, SeatOutput Output)? Meaning(Operation operation) =>
        operation.Kind switch
        {
            OperationKind.Activate => Take(operation),
            OperationKind.Renew => Renew(operation),
            OperationKind.Release or OperationKind.RevokeLease when operation.Outcome != Outcome.No && Stands(operation) => Done(
                new(SeatAct.Free, Lease: operation.LeaseId)
            ),
            OperationKind.Suspend or OperationKind.RevokeEntitlement when operation is { EndsLeases: true, Outcome: not Outcome.No } =>
                Done(new(SeatAct.FreeAll)),
            OperationKind.ChangeLimit when operation.Outcome != Outcome.No && operation.Limits!.TryGetValue(pool.Name, out var limit) =>
                Done(new(SeatAct.SetLimit, Limit: limit)),
            _ => null,
        };

    private (SeatInput, SeatOutput)? Take(Operation call)
    {
        if (call.Outcome == Outcome.No)
            return call.Code == "SEATS_EXHAUSTED" && (call.RefusedPool ?? Seating.Seats) == pool.Name
                ? (Input(call, SeatAct.Take, ""), new(Ok: false))
                : null;
        // Without an answer it may have prolonged a lease that stands on a feature's seat, though it named no feature itself.
        var asked = call.Outcome == Outcome.Unknown ? call with { Features = [.. pool.Terms.Limits.Keys.Select(FeatureOf)] } : call;
        foreach (var (name, holder) in Seating.Of(pool.Terms, asked, evidence.Keys.Of(call)))
        {
            if (name == pool.Name)
                return (Input(call, SeatAct.Take, holder), Output(call));
        }
        return null;
    }

    private (SeatInput, SeatOutput)? Renew(Operation call) =>
        Stands(call) && (call.Outcome != Outcome.No || call.Code is "LEASE_EXPIRED" or "LEASE_RELEASED" or "LEASE_REVOKED")
            ? (Input(call, SeatAct.Renew, "") with { Lease = call.LeaseId }, Output(call))
            : null;

    private static string FeatureOf(string pool) => pool[(pool.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private bool Stands(Operation call) => call.LeaseId is { } lease && holders.ContainsKey(lease);

    private static (SeatInput, SeatOutput) Done(SeatInput input) => (input, new(Ok: true));

    private SeatInput Input(Operation call, SeatAct act, string holder)
    {
        var skew = pool.Terms.SkewMs;
        var latest = call.ReturnUnixMs + ((evidence.Moments.LastEffect(call) - call.ReturnNs) / 1_000_000) + skew;
        return new(
            act,
            holder,
            EarliestMs: call.CallUnixMs - skew,
            LatestMs: latest,
            LatestEndMs: latest + (pool.Terms.LeaseSecondsMax * 1000L)
        );
    }

    private static SeatOutput Output(Operation call) =>
        call.Token is { } token
            ? new(Ok: true, token.LeaseId, token.IssuedAt * 1000, token.EndsAt * 1000, token.EndsAt * 1000)
            : new(Ok: call.Outcome == Outcome.Yes);
}

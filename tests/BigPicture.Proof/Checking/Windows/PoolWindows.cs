using BigPicture.Proof.Checking.Seats;
using BigPicture.Proof.Linearizability.Models;

namespace BigPicture.Proof.Checking.Windows;

/// <summary>A stretch of a pool's history, from a moment at which all of its state was known.</summary>
/// <param name="Calls">In order of call; also older ones that nobody knows of and that may take effect yet.</param>
internal sealed record PoolWindow(long FromNs, SeatPoolState Start, IReadOnlyList<PoolCall> Calls);

/// <summary>
/// Cuts a pool's history at clear moments: no call is under way, each lease surely stands or surely does not, one limit alone can be in
/// force. What stands then is told by the tokens, so each window is searched by itself.
/// </summary>
internal sealed class PoolWindows(SeatPool pool, Evidence evidence)
{
    /// <summary>A window goes on to the first clear moment after so many calls.</summary>
    public const int CallsLeast = 24;

    public IEnumerable<PoolWindow> Cut()
    {
        var calls = new PoolCalls(pool, evidence).All();
        var clear = ClearMoments(calls);
        var late = new List<PoolCall>();
        var (from, first, moment) = (long.MinValue, 0, 0);
        while (first < calls.Count)
        {
            var (next, until) = (first, long.MaxValue);
            for (; moment < clear.Count && until == long.MaxValue; moment++)
            {
                while (next < calls.Count && calls[next].Operation.CallNs < clear[moment])
                    next++;
                if (next - first >= CallsLeast)
                    until = clear[moment];
            }
            next = until == long.MaxValue ? calls.Count : next;
            var here = calls[first..next];
            yield return new PoolWindow(from, StateAt(from), [.. late, .. here]);

            late = [.. late.Concat(here).Where(call => !call.Call.IsKnown && evidence.Moments.LastEffect(call.Operation) >= until)];
            (from, first) = (until, next);
        }
    }

    private List<long> ClearMoments(List<PoolCall> calls)
    {
        var unclear = new List<(long, long)>();
        foreach (var call in calls.Where(call => call.Call.IsKnown))
            unclear.AddRange([(call.Operation.CallNs, 1), (call.Operation.ReturnNs, -1)]);
        foreach (var seat in pool.Seats.Values)
        {
            foreach (var lease in seat.Leases)
            {
                unclear.AddRange([(lease.Issues.Min(issue => issue.CallNs), 1), (After(lease.FreedAt), -1)]);
                foreach (var held in lease.Held)
                    unclear.AddRange([(held.From, -1), (held.To, 1)]);
            }
            foreach (var (call, to) in seat.Uncertain)
                unclear.AddRange([(call.CallNs, 1), (After(to), -1)]);
        }
        unclear.AddRange(pool.Limit.GreatestChanges);
        unclear.AddRange(pool.Limit.LeastChanges.Select(change => (change.Time, -change.Delta)));
        return [.. new StepFunction(unclear).Steps.Where(step => step.Value == 0).Select(step => step.Time)];
    }

    private SeatPoolState StateAt(long time)
    {
        var state = new SeatPoolState(pool.Limit.Greatest.At(time), []);
        foreach (var (holder, seat) in pool.Seats)
        foreach (var lease in seat.Leases.Where(lease => lease.Held.Any(span => span.Covers(time, time))))
        {
            var end = lease.Issues.Where(issue => issue.ReturnNs <= time).Max(issue => issue.Token!.EndsAt) * 1000;
            state = state.With(new TakenSeat(holder, lease.Id, end, end));
        }
        return state;
    }

    private static long After(long moment) => moment == long.MaxValue ? moment : moment + 1;
}

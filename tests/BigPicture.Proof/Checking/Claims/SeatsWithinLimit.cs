using BigPicture.Proof.Checking.Seats;

namespace BigPicture.Proof.Checking.Claims;

/// <summary>
/// The promise itself. A seat is surely taken from the return of a grant to the call that may end it, or to the end of its last token. Of
/// seats that are taken together, the last was granted at some moment after all their grants were asked for: the limit that
/// was in force then must have room for all of them. Lowering a limit throws nobody out, so later limits do not count.
/// </summary>
internal sealed class SeatsWithinLimit : IClaim
{
    public string Says => "At no instant are more seats surely held than the limit in force when the last of them was granted.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (var pool in evidence.Pools)
        {
            var before = 0L;
            foreach (var (time, taken) in pool.Sure.Steps)
            {
                if (taken > before)
                {
                    findings.Judge();
                    if (taken > pool.Limit.Greatest.At(time))
                        JudgeMoment(pool, time, taken, findings);
                }
                before = taken;
            }
        }
    }

    private static void JudgeMoment(SeatPool pool, long time, long taken, Findings findings)
    {
        var held = pool.Seats.Where(seat => seat.Value.SurelyTaken(time)).ToArray();
        var limit = pool.Limit.Greatest.Greatest(held.Max(seat => seat.Value.TakenSince(time)), time);
        if (taken <= limit)
            return;
        findings.Add(
            $"At {time} ns {taken} seats of pool {pool.Name} of {pool.Entitlement} were surely held, but no limit above {limit} can have been in force when the last of them was granted.",
            held.SelectMany(seat => seat.Value.Leases)
                .Where(lease => lease.Held.Any(span => span.Covers(time, time)))
                .Select(lease => lease.Birth!)
        );
    }
}

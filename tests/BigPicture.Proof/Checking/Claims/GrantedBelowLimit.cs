using BigPicture.Proof.Checking.Seats;
using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

/// <summary>After a limit was lowered below use nothing new may be granted until use has fallen below it.</summary>
internal sealed class GrantedBelowLimit : IClaim
{
    public string Says => "A seat is granted only when, at some instant of the call, fewer seats were surely held than the limit.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (var pool in evidence.Pools)
        foreach (var seat in pool.Seats.Values)
        foreach (var lease in seat.Leases)
        {
            if (lease.Birth is { Status: 201 } grant && TakesTheSeat(seat, grant))
                JudgeGrant(pool, grant, findings);
        }
    }

    // Where the seat may have been taken before, the lease may only have joined it.
    private static bool TakesTheSeat(SeatLine seat, Operation grant) => seat.TakenSince(grant.CallNs) == grant.CallNs;

    private static void JudgeGrant(SeatPool pool, Operation grant, Findings findings)
    {
        findings.Judge();
        var room = -pool.SureOverLimit.Least(grant.CallNs, grant.ReturnNs - 1);
        if (room <= 0)
            findings.Add(
                $"A seat of pool {pool.Name} of {pool.Entitlement} was granted though during the whole call at least as many were surely held as any limit allowed ({-room} above the limit at best).",
                grant
            );
    }
}

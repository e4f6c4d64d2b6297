using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

/// <summary>A server that refuses everything sells no seat twice: so each refusal must have had its reason.</summary>
internal sealed class RefusalsPossible : IClaim
{
    public string Says => "Every refusal for lack of seats was possible: at some instant of the call all seats may have been taken.";

    public void Judge(Evidence evidence, Findings findings)
    {
        var pools = evidence.Pools.ToDictionary(pool => (pool.Entitlement, pool.Name));
        foreach (var refusal in evidence.History.Operations)
        {
            if (refusal is not { Kind: OperationKind.Activate, Outcome: Outcome.No, Code: "SEATS_EXHAUSTED" })
                continue;
            findings.Judge();
            var name = refusal.RefusedPool ?? Seats.Seating.Seats;
            if (!pools.TryGetValue((refusal.Entitlement, name), out var pool))
            {
                findings.Add(
                    $"Refused for lack of seats in pool {name} of {refusal.Entitlement}, in which nobody can have held one.",
                    refusal
                );
                continue;
            }
            var free = -pool.PossiblyOverLimit.Greatest(refusal.CallNs, refusal.ReturnNs);
            if (free > 0)
                findings.Add(
                    $"Refused for lack of seats though during the whole call at least {free} seats of pool {name} of {refusal.Entitlement} were surely free.",
                    refusal
                );
        }
    }
}

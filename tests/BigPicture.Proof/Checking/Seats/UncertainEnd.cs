using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Seats;

/// <summary>Until when a seat may be taken by an activation of which nobody knows whether it was done.</summary>
internal static class UncertainEnd
{
    public static long Of(Operation activation, Evidence evidence)
    {
        var settled = evidence.Moments.LastEffect(activation);
        var end = evidence.Moments.LatestEnd(activation);
        // A revoked lease may be over and its seat held: then nothing but time tells that the seat is free.
        if (evidence.Moments.PoolOf(activation).HoldsRevokedSeats)
            return end;
        end = Math.Min(end, evidence.Acts(activation.Entitlement).SurelyEndedAt(settled));

        // A later answer to the same key tells what the key holds: a lease that is known from then on, or none.
        foreach (var later in evidence.Activations(evidence.Keys.Of(activation)))
        {
            if (later.CallNs >= settled && (later.Outcome == Outcome.Yes || later.Code == "SEATS_EXHAUSTED"))
                return Math.Min(end, later.ReturnNs);
        }
        return end;
    }
}

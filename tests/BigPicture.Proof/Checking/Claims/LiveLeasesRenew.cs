using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

internal sealed class LiveLeasesRenew : IClaim
{
    public string Says => "A live lease is never refused to its holder for lack of seats, nor as if it had ended.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (var call in evidence.History.Operations)
        {
            if (call is { Kind: OperationKind.Renew, Outcome: Outcome.No })
                JudgeRenewal(evidence, call, findings);
            else if (call is { Kind: OperationKind.Activate, Outcome: Outcome.Yes or Outcome.No })
                findings.Judge();
        }
        foreach (var lease in evidence.Leases.Where(lease => lease.Live.Count > 0))
        foreach (var call in evidence.Activations(lease.Key))
        {
            if (call is { Outcome: Outcome.No, Code: "SEATS_EXHAUSTED" } && lease.LivedThrough(call))
                findings.Add($"The key was refused a seat though its lease {lease.Id} lived during the whole call.", lease.Birth!, call);
        }
    }

    private static void JudgeRenewal(Evidence evidence, Operation call, Findings findings)
    {
        findings.Judge();
        if (call.Code == "SEATS_EXHAUSTED")
            findings.Add("A renewal was refused for lack of seats.", call);
        else if (
            evidence.Lease(call.LeaseId) is { } lease
            && lease.LivedThrough(call)
            && (
                call.Code is "LEASE_EXPIRED" or "LEASE_RELEASED" or "LEASE_REVOKED" or "TOKEN_INVALID"
                || IsWronglySuperseded(evidence, lease, call)
            )
        )
            findings.Add($"A renewal was refused as {call.Code} though lease {lease.Id} lived during the whole call.", lease.Birth!, call);
    }

    private static bool IsWronglySuperseded(Evidence evidence, Lifeline lease, Operation call) =>
        call.Code == "LEASE_SUPERSEDED"
        && !evidence
            .Activations(lease.Key)
            .Any(other => other is { Takeover: true, Outcome: not Outcome.No } && other.CallNs < call.ReturnNs);
}

using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

internal sealed class EndedStaysEnded : IClaim
{
    public string Says => "After a release or revocation of a lease returned, no token of it is issued and it does not stand.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (var lease in evidence.Leases)
        {
            var end = lease
                .Calls.Where(call => call is { Kind: OperationKind.Release or OperationKind.RevokeLease, Outcome: Outcome.Yes })
                .MinBy(call => call.ReturnNs);
            if (end is not null)
                JudgeEnd(lease, end, evidence.Moments.SkewMs(lease.Entitlement), findings);
            if (
                lease.Birth is not null
                && evidence.Acts(lease.Entitlement).SurelyEndedAt(lease.Birth.ReturnNs) is var ended and < long.MaxValue
            )
                JudgeWithEntitlement(lease, ended, findings);
        }
    }

    private static void JudgeEnd(Lifeline lease, Operation end, int skewMs, Findings findings)
    {
        findings.Judge();
        foreach (var call in lease.Calls.Where(Affirms))
        {
            if (call.CallNs >= end.ReturnNs)
                findings.Add($"{lease.Id} was ended by {end.Kind}, yet {call.Kind} was answered with yes afterwards.", end, call);
            else if (call.Token?.IssuedAt * 1000 > end.ReturnUnixMs + skewMs)
                findings.Add($"{lease.Id} was ended by {end.Kind}, yet a token of it is dated later.", end, call);
        }
    }

    private static void JudgeWithEntitlement(Lifeline lease, long ended, Findings findings)
    {
        findings.Judge();
        foreach (var call in lease.Calls.Where(call => Affirms(call) && call.CallNs >= ended))
            findings.Add(
                $"{lease.Id} was ended with its entitlement at {ended} ns, yet {call.Kind} was answered with yes afterwards.",
                lease.Birth!,
                call
            );
    }

    private static bool Affirms(Operation call) =>
        call is { Outcome: Outcome.Yes, Kind: OperationKind.Activate or OperationKind.Renew or OperationKind.Validate };
}

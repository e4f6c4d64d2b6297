using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

internal sealed class OldGenerationsRefused : IClaim
{
    public string Says => "After a takeover returned, tokens of older generations are neither renewed nor valid.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (var lease in evidence.Leases)
        {
            Operation? newest = null;
            var next = 0;
            foreach (var call in lease.Calls.Where(Shows).OrderBy(call => call.CallNs))
            {
                for (; next < lease.Issues.Count && lease.Issues[next].ReturnNs <= call.CallNs; next++)
                {
                    if (lease.Issues[next].Token!.Generation > (newest?.Token!.Generation ?? 0))
                        newest = lease.Issues[next];
                }
                findings.Judge();
                if (newest?.Token is { } token && token.Generation > call.Presented!.Generation)
                    findings.Add(
                        $"{lease.Id} was of generation {token.Generation}, yet {call.Kind} took a token of generation {call.Presented.Generation}.",
                        newest,
                        call
                    );
                else if (call.Token is { } renewed && renewed.Generation != call.Presented!.Generation)
                    findings.Add($"A renewal of {lease.Id} changed its generation.", call);
            }
        }
    }

    private static bool Shows(Operation call) =>
        call is { Outcome: Outcome.Yes, Presented: not null, Kind: OperationKind.Renew or OperationKind.Validate };
}

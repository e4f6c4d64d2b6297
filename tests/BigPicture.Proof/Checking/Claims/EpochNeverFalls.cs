using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

internal sealed class EpochNeverFalls : IClaim
{
    public string Says => "The revocation epoch that a server tells never falls.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (
            var server in evidence
                .History.Operations.Where(call => call.Epoch is not null)
                .GroupBy(call => call.Server, StringComparer.Ordinal)
        )
        {
            var returned = server.ToArray();
            Operation? highest = null;
            var next = 0;
            foreach (var call in returned.OrderBy(call => call.CallNs))
            {
                for (; returned[next].ReturnNs < call.CallNs; next++)
                {
                    if (highest is null || returned[next].Epoch > highest.Epoch)
                        highest = returned[next];
                }
                findings.Judge();
                if (highest?.Epoch > call.Epoch)
                    findings.Add($"{server.Key} told epoch {highest.Epoch}, and {call.Epoch} afterwards.", highest, call);
            }
        }
    }
}

using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

internal sealed class EpochNeverFalls : IClaim
{
    public string Says => "The revocation epoch never falls, whichever server tells it.";

    public void Judge(Evidence evidence, Findings findings)
    {
        var calls = evidence.History.Operations.Where(call => call.Epoch is not null).ToList();
        var returned = calls.OrderBy(call => call.ReturnNs).ToArray();
        Operation? highest = null;
        var next = 0;
        foreach (var call in calls.OrderBy(call => call.CallNs))
        {
            for (; returned[next].ReturnNs < call.CallNs; next++)
            {
                if (highest is null || returned[next].Epoch > highest.Epoch)
                    highest = returned[next];
            }
            findings.Judge();
            if (highest?.Epoch > call.Epoch)
                findings.Add(
                    $"{highest.Server} told epoch {highest.Epoch}, and {call.Server} told {call.Epoch} afterwards.",
                    highest,
                    call
                );
        }
    }
}

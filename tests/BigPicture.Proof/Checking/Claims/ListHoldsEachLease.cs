using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

internal sealed class ListHoldsEachLease : IClaim
{
    public string Says => "Every lease that a client was given is in the server's list, as it was last acknowledged.";

    public void Judge(Evidence evidence, Findings findings)
    {
        if (evidence.History.Leases is not { } list)
            return;
        var listed = list.ToLookup(lease => lease.LeaseId, StringComparer.Ordinal);
        foreach (var lease in evidence.Leases.Where(lease => lease.Birth is not null))
        {
            findings.Judge();
            if (listed[lease.Id].ToArray() is not [var row])
                findings.Add($"{lease.Id} is {listed[lease.Id].Count()} times in the list.", lease.Birth!);
            else
                Compare(lease, row, evidence.Moments.SkewMs(lease.Entitlement), findings);
        }
    }

    private static void Compare(Lifeline lease, ListedLease row, int skewMs, Findings findings)
    {
        var newest = lease.Issues.MaxBy(issue => (issue.Token!.Generation, issue.Token.IssuedAt))!;
        // Dates go back where a clock that was ahead is set right; generations never do.
        if ((newest.Token!.Generation, newest.Token.IssuedAt - (skewMs / 1000)).CompareTo((row.Generation, row.IssuedAt)) > 0)
            findings.Add($"{lease.Id} is listed as issued earlier than a token that was handed out.", newest);

        var end = lease.Calls.FirstOrDefault(call =>
            call is { Kind: OperationKind.Release or OperationKind.RevokeLease, Outcome: Outcome.Yes, LeaseStatus: not null }
        );
        if (end is not null && end.LeaseStatus != row.Status)
            findings.Add($"{lease.Id} is listed as {row.Status}, though it was acknowledged as {end.LeaseStatus}.", end);
    }
}

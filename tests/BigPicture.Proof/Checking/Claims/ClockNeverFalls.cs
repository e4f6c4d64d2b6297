using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

/// <summary>The claims about ends rest on the bound of the clocks, which this one holds up.</summary>
internal sealed class ClockNeverFalls : IClaim
{
    public string Says => "New tokens are dated inside of their call, and never before what had been issued under the same entitlement.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (var issues in evidence.Issues.Where(IsNew).GroupBy(issue => issue.Entitlement, StringComparer.Ordinal))
        {
            var skewMs = evidence.Moments.SkewMs(issues.Key);
            var returned = issues.ToArray();
            Operation? latest = null;
            var next = 0;
            foreach (var issue in returned.OrderBy(issue => issue.CallNs))
            {
                for (; returned[next].ReturnNs < issue.CallNs; next++)
                {
                    if (latest is null || returned[next].Token!.IssuedAt > latest.Token!.IssuedAt)
                        latest = returned[next];
                }
                findings.Judge();
                var dated = issue.Token!.IssuedAt * 1000;
                if (latest is not null && dated + skewMs < latest.Token!.IssuedAt * 1000)
                    findings.Add($"A token of {issues.Key} is dated before one that had been issued earlier.", latest, issue);
                else if (IsAhead(issue, dated - skewMs, evidence) || dated + 1000 + skewMs <= issue.CallUnixMs)
                    findings.Add($"A token of {issues.Key} is dated outside of its call, by more than its clock may be wrong.", issue);
            }
        }
    }

    private static bool IsAhead(Operation issue, long dated, Evidence evidence) =>
        dated > issue.ReturnUnixMs && dated > issue.ReturnUnixMs + evidence.Acts(issue.Entitlement).AheadMs(issue, evidence.Moments);

    private static bool IsNew(Operation issue) => issue.Kind == OperationKind.Renew || issue.Status == 201;
}

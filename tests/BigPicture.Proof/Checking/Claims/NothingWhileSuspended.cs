using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

internal sealed class NothingWhileSuspended : IClaim
{
    public string Says =>
        "After a suspension or revocation of an entitlement returned, and until it may be reinstated, no token is issued under it.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (var issues in evidence.Issues.GroupBy(issue => issue.Entitlement, StringComparer.Ordinal))
        {
            var bans = Bans(evidence.Acts(issues.Key), evidence.Moments).ToArray();
            if (bans.Length == 0)
                continue;
            var firstSeen = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var issue in issues.Where(issue => firstSeen.TryAdd(issue.Token!.Digest, issue.ReturnNs)))
            foreach (var (act, until) in bans)
            {
                findings.Judge();
                if (act.ReturnNs <= issue.CallNs && issue.ReturnNs < until)
                    findings.Add($"{act.Kind} of {issues.Key} had returned, yet {issue.Kind} was granted.", act, issue);
            }
        }
    }

    private static IEnumerable<(Operation Act, long Until)> Bans(EntitlementActs acts, Moments moments)
    {
        foreach (var act in acts.All.Where(act => act.Outcome == Outcome.Yes))
        {
            if (act.Kind == OperationKind.RevokeEntitlement)
                yield return (act, long.MaxValue);
            else if (act.Kind == OperationKind.Suspend)
                yield return (
                    act,
                    acts.Of(OperationKind.Reinstate)
                        .Where(lift => moments.LastEffect(lift) >= act.CallNs)
                        .Select(lift => lift.CallNs)
                        .DefaultIfEmpty(long.MaxValue)
                        .Min()
                );
        }
    }
}

using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

/// <summary>A late renewal that revives a lease may revive it on a seat that somebody else holds by now.</summary>
internal sealed class ExpiredStaysExpired : IClaim
{
    public string Says => "A lease whose last possible end had passed before the call is neither renewed nor handed out again.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (var lease in evidence.Leases.Where(lease => lease.Issues.Count > 1 && lease.Birth is not null))
        {
            // The ends that tokens gave it, or may have, in the order in which they were asked for.
            var ends = lease
                .Issues.Concat(lease.Uncertain)
                .OrderBy(call => call.CallNs)
                .Select(call => (Call: call, End: evidence.Moments.LatestEnd(call)))
                .ToArray();
            var first = lease.Issues[0];
            // What was asked for before the lease is known to have begun may have begun it.
            foreach (var issue in lease.Issues.Where(issue => issue.CallNs >= first.ReturnNs))
            {
                findings.Judge();
                var end = EndBefore(issue, evidence.Moments.LatestEnd(first), ends);
                if (issue.CallNs > end)
                    findings.Add($"{lease.Id} had ended by {end} ns, and {issue.Kind} revived it.", first, issue);
            }
        }
    }

    private static long EndBefore(Operation issue, long end, (Operation Call, long End)[] ends)
    {
        foreach (var (call, prolonged) in ends.TakeWhile(other => other.Call.CallNs < issue.ReturnNs))
        {
            // Of a call without an answer it may be believed that it prolonged the lease, but not that it revived it.
            if (!ReferenceEquals(call, issue) && (call.Outcome == Outcome.Yes || call.CallNs <= end))
                end = Math.Max(end, prolonged);
        }
        return end;
    }
}

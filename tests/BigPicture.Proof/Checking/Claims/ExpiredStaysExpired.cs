using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

/// <summary>A late renewal that revives a lease may revive it on a seat that somebody else holds by now.</summary>
internal sealed class ExpiredStaysExpired : IClaim
{
    public string Says => "A lease whose last possible end had passed before the call is neither renewed nor handed out again.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (var lease in evidence.Leases.Where(lease => lease.Birth is not null))
        {
            // The ends that tokens gave it, or may have, in the order in which they were asked for.
            var ends = lease
                .Issues.Concat(lease.Uncertain)
                .OrderBy(call => call.CallNs)
                .Select(call => (Call: call, End: evidence.Moments.LatestEnd(call)))
                .ToArray();
            var (best, second, next) = ((Call: default(Operation), End: long.MinValue), long.MinValue, 0);
            foreach (var issue in lease.Issues)
            {
                for (; next < ends.Length && ends[next].Call.CallNs < issue.ReturnNs; next++)
                    (best, second) = ends[next].End > best.End ? (ends[next], best.End) : (best, Math.Max(second, ends[next].End));
                var end = best.Call == issue ? second : best.End;
                if (end == long.MinValue)
                    continue;
                findings.Judge();
                if (issue.CallNs > end)
                    findings.Add($"{lease.Id} had ended by {end} ns, and {issue.Kind} revived it.", lease.Birth!, issue);
            }
        }
    }
}

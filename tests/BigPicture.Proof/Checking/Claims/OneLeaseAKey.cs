namespace BigPicture.Proof.Checking.Claims;

internal sealed class OneLeaseAKey : IClaim
{
    public string Says => "The same lease key gets the same lease while it lives.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (var key in evidence.Leases.GroupBy(lease => lease.Key))
        {
            var (holder, end) = ((Lifeline?)null, long.MinValue);
            foreach (var (lease, span) in key.SelectMany(lease => lease.Live.Select(span => (lease, span))).OrderBy(pair => pair.span.From))
            {
                findings.Judge();
                if (holder is not null && holder != lease && span.From < end)
                    findings.Add($"{holder.Id} and {lease.Id} surely lived at once under the same key.", holder.Birth!, lease.Birth!);
                if (span.To > end)
                    (holder, end) = (lease, span.To);
            }
        }
    }
}

using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

/// <summary>Also of leases that no client was ever answered with: a retry after a lost answer must not have taken a second seat.</summary>
internal sealed class FeedHasOneLeaseAKey : IClaim
{
    public string Says => "By the feed, a key has one lease at a time, each lease begins once, and nothing happens to it after its end.";

    public void Judge(Evidence evidence, Findings findings)
    {
        var holders = new Dictionary<LeaseKey, string>();
        var alive = new HashSet<string>(StringComparer.Ordinal);
        foreach (var read in evidence.Feed.Where(read => read is { LeaseId: not null, Entitlement: not null }))
        {
            findings.Judge();
            var id = read.LeaseId!;
            var key = new LeaseKey(read.Entitlement!, read.SubjectType, read.SubjectId, read.MachineId, read.SessionId);
            if (read.Name == "license.issued")
            {
                if (holders.TryGetValue(key, out var other) && alive.Contains(other))
                    findings.Add($"By the feed, {id} was issued at {read.Position} while {other} lived under the same key.");
                holders[key] = id;
                alive.Add(id);
            }
            else if (!alive.Contains(id))
                findings.Add($"By the feed, {read.Name} happened to {id} at {read.Position}, where it did not live.");
            else if (read.Name is "license.released" or "license.revoked" or "license.expired")
                alive.Remove(id);
        }
    }
}

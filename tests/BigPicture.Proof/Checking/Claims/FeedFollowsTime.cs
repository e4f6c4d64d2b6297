using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

internal sealed class FeedFollowsTime : IClaim
{
    public string Says =>
        "The feed's order fits the order of acts: what returned before another was called stands before it; times do not fall.";

    public void Judge(Evidence evidence, Findings findings)
    {
        JudgeOrder(evidence, findings);
        foreach (var pool in evidence.History.Pools)
            JudgeTimes(evidence, pool, findings);
    }

    private static void JudgeOrder(Evidence evidence, Findings findings)
    {
        var acts = evidence.Leases.SelectMany(lease => Told(lease, evidence)).ToArray();
        var returned = acts.OrderBy(act => act.Act.ReturnNs).ToArray();
        (Operation Act, long Position) furthest = (null!, long.MinValue);
        var next = 0;
        foreach (var (act, position) in acts.OrderBy(act => act.Act.CallNs))
        {
            for (; returned[next].Act.ReturnNs < act.CallNs; next++)
                furthest = returned[next].Position > furthest.Position ? returned[next] : furthest;
            findings.Judge();
            if (furthest.Position > position)
                findings.Add(
                    $"{act.Kind} stands at position {position} of the feed, before {furthest.Act.Kind} at {furthest.Position}, which had returned before it was called.",
                    furthest.Act,
                    act
                );
        }
    }

    // Only where the event is surely that of the call: no other call can have caused it.
    private static IEnumerable<(Operation Act, long Position)> Told(Lifeline lease, Evidence evidence)
    {
        var events = evidence.EventsOf(lease.Id);
        if (lease.Issues.FirstOrDefault(call => call.Status == 201) is { } birth && Only(events, "license.issued") is { } issued)
            yield return (birth, issued.Position);
        var ends = lease.Calls.Where(IsEnd).ToArray();
        if (
            ends is [{ Outcome: Outcome.Yes, LeaseStatus: { } status } end]
            && IsOwn(end, evidence)
            && Only(events, "license." + status) is { } ended
        )
            yield return (end, ended.Position);
        foreach (var same in lease.Issues.GroupBy(call => (call.Token!.Generation, call.Token.IssuedAt)))
        {
            var told = events.Where(read =>
                read.Name == "license.renewed" && read.Generation == same.Key.Generation && read.IssuedAt == same.Key.IssuedAt
            );
            if (same.ToArray() is [{ Kind: OperationKind.Renew } renewal] && told.ToArray() is [var renewed])
                yield return (renewal, renewed.Position);
        }
    }

    // What ended with its entitlement is told later, by a loop.
    private static bool IsOwn(Operation end, Evidence evidence) =>
        (end.Kind, end.LeaseStatus) switch
        {
            (OperationKind.Release, "released") => true,
            (OperationKind.RevokeLease, "revoked") => !EndingActs.Any(kind =>
                evidence.Acts(end.Entitlement).Of(kind).Any(act => act.EndsLeases)
            ),
            _ => false,
        };

    private static readonly OperationKind[] EndingActs = [OperationKind.Suspend, OperationKind.RevokeEntitlement];

    private static bool IsEnd(Operation call) =>
        call.Kind is OperationKind.Release or OperationKind.RevokeLease && call.Outcome != Outcome.No;

    private static FeedEvent? Only(IReadOnlyList<FeedEvent> events, string name) =>
        events.Where(read => read.Name == name).ToArray() is [var only] ? only : null;

    private static void JudgeTimes(Evidence evidence, Pool pool, Findings findings)
    {
        FeedEvent? latest = null;
        var endings = new Stack<long>();
        foreach (var read in evidence.EventsOfEntitlement(pool.Entitlement))
        {
            if (read.Name is "entitlement.suspended" or "entitlement.revoked")
                endings.Push(read.TimeUnix);
            if (read.LeaseId is null)
                continue;
            findings.Judge();
            var fallsMs = (latest?.TimeUnix - read.TimeUnix) * 1000;
            if (fallsMs > pool.SkewMs && fallsMs > pool.SkewMs + AheadMs(endings, read.TimeUnix))
                findings.Add(
                    $"Event {read.Id} ({read.Name}) is dated before {latest!.Id} ({latest.Name}), which stands before it in the feed."
                );
            if (latest is null || read.TimeUnix > latest.TimeUnix)
                latest = read;
        }
    }

    /// <summary>What is issued after all leases of an entitlement were ended is dated a second after them, so that they alone are meant.</summary>
    private static long AheadMs(Stack<long> endings, long timeUnix) =>
        endings.TakeWhile(at => at > timeUnix - EntitlementActs.AheadSecondsMax).LongCount() * 1000;
}

using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

internal sealed class FeedTellsEachActOnce : IClaim
{
    public string Says => "Every acknowledged act stands in the event feed exactly once.";

    public void Judge(Evidence evidence, Findings findings)
    {
        if (evidence.History.Feed is null)
            return;
        foreach (var lease in evidence.Leases.Where(lease => lease.Birth is not null))
            JudgeLease(lease, evidence.EventsOf(lease.Id), findings);
        foreach (var listed in evidence.History.Leases ?? [])
            JudgeListed(listed, evidence, findings);
        foreach (var pool in evidence.History.Pools)
            JudgeEntitlement(pool, evidence.Acts(pool.Entitlement), [.. evidence.EventsOfEntitlement(pool.Entitlement)], findings);
    }

    private static void JudgeLease(Lifeline lease, IReadOnlyList<FeedEvent> events, Findings findings)
    {
        Expect(lease, events, "license.issued", 1, 1, [lease.Birth!], findings);
        foreach (var (kind, name) in Ends)
        {
            var told = lease.Calls.Where(call => call.Kind == kind && call.LeaseStatus == name).ToArray();
            if (told.Length > 0)
                Expect(lease, events, "license." + name, 1, 1, told, findings);
        }
        var ends = events.Count(read => read.Name is "license.released" or "license.revoked" or "license.expired");
        if (ends > 1)
            findings.Add($"{lease.Id} ended {ends} times by the feed.", lease.Birth!);

        // A takeover of nothing is a grant like any other: 201.
        foreach (var takeover in lease.Issues.Where(call => call is { Takeover: true, Status: 200 }))
            Expect(lease, events, "license.taken_over", 1, 1, [takeover], findings, takeover.Token!.Generation);
        foreach (
            var same in lease
                .Issues.Where(call => call.Kind == OperationKind.Renew)
                .GroupBy(call => (call.Token!.Generation, call.Token.IssuedAt))
        )
        {
            var may = lease.Issues.Count(call => call.Kind == OperationKind.Activate && call.Token!.IssuedAt == same.Key.IssuedAt);
            var most = same.Count() + may + lease.Uncertain.Count;
            Expect(lease, events, "license.renewed", same.Count(), most, [.. same], findings, same.Key.Generation, same.Key.IssuedAt);
        }
    }

    // What no client was told was done all the same, if the server lists it.
    private static void JudgeListed(ListedLease listed, Evidence evidence, Findings findings)
    {
        findings.Judge();
        var count = evidence.EventsOf(listed.LeaseId).Count(read => read.Name == "license.issued");
        if (count != 1)
            findings.Add(
                $"{listed.LeaseId} is in the list and has {count} events license.issued.",
                evidence.Lease(listed.LeaseId)?.Calls ?? []
            );
    }

    private static readonly (OperationKind, string)[] Ends = [(OperationKind.Release, "released"), (OperationKind.RevokeLease, "revoked")];

    private static void Expect(
        Lifeline lease,
        IReadOnlyList<FeedEvent> events,
        string name,
        int least,
        int most,
        IReadOnlyList<Operation> acts,
        Findings findings,
        int? generation = null,
        long? issuedAt = null
    )
    {
        findings.Judge();
        var count = events.Count(read =>
            read.Name == name && (generation ?? read.Generation) == read.Generation && (issuedAt ?? read.IssuedAt) == read.IssuedAt
        );
        if (count < least || count > most)
            findings.Add($"{lease.Id} has {count} events {name} where {Range(least, most)} were to be.", acts);
    }

    // To suspend what is suspended, or to reinstate what is not, changes nothing and tells nothing; each change of limits is told.
    private static void JudgeEntitlement(Pool pool, EntitlementActs acts, FeedEvent[] events, Findings findings)
    {
        foreach (var (kind, name, surelyTold) in EntitlementEvents)
        {
            var done = acts.Of(kind).ToArray();
            var sure = done.Count(act => act.Outcome == Outcome.Yes && !MayChangeNothing(act, done, pool));
            var least = Math.Min(sure, surelyTold);
            findings.Judge();
            var count = events.Count(read => read.Name == name);
            if (count < least || count > done.Length)
                findings.Add($"There are {count} events {name} where {Range(least, done.Length)} were to be.", done);
        }
    }

    // A limit that may have stood already.
    private static bool MayChangeNothing(Operation act, Operation[] all, Pool pool) =>
        act.Limits is { } limits
        && (Same(limits, pool.Limits) || all.Any(other => other != act && other.Limits is { } others && Same(limits, others)));

    private static bool Same(IReadOnlyDictionary<string, long> one, IReadOnlyDictionary<string, long> other) =>
        one.OrderBy(pair => pair.Key, StringComparer.Ordinal).SequenceEqual(other.OrderBy(pair => pair.Key, StringComparer.Ordinal));

    private static readonly (OperationKind, string, int)[] EntitlementEvents =
    [
        (OperationKind.Suspend, "entitlement.suspended", 1),
        (OperationKind.Reinstate, "entitlement.reinstated", 0),
        (OperationKind.RevokeEntitlement, "entitlement.revoked", 1),
        (OperationKind.ChangeLimit, "entitlement.updated", int.MaxValue),
    ];

    private static string Range(int least, int most) => least == most ? $"{least}" : $"{least} to {most}";
}

using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking;

/// <summary>One lease, as all clients together saw it.</summary>
internal sealed class Lifeline(string id, LeaseKey key)
{
    private readonly List<Operation> calls = [];
    private readonly List<Operation> issues = [];

    public string Id => id;

    public LeaseKey Key => key;

    public string Entitlement => key.Entitlement;

    /// <summary>Every call that names it, in order of return.</summary>
    public IReadOnlyList<Operation> Calls => calls;

    /// <summary>Answers that handed out a token of it, in order of return.</summary>
    public IReadOnlyList<Operation> Issues => issues;

    /// <summary>The first activation that was answered with it; null when no client got one.</summary>
    public Operation? Birth { get; private set; }

    /// <summary>Calls that may have prolonged it, though nobody knows, in order of call.</summary>
    public IReadOnlyList<Operation> Uncertain { get; private set; } = [];

    /// <summary>When it surely lived: tokens may be renewed, the same key gets it again.</summary>
    public IReadOnlyList<Interval> Live { get; private set; } = [];

    /// <summary>When it surely held its seats. Longer than it lived where revoked seats are held.</summary>
    public IReadOnlyList<Interval> Held { get; private set; } = [];

    /// <summary>From then on it surely held no seat.</summary>
    public long FreedAt { get; private set; }

    public void Add(Operation operation)
    {
        calls.Add(operation);
        if (operation is { Outcome: Outcome.Yes, Token: not null, Kind: OperationKind.Activate or OperationKind.Renew })
            issues.Add(operation);
        if (operation.Kind == OperationKind.Activate)
            Birth ??= operation;
    }

    /// <summary>Works out the times, once all calls are in.</summary>
    public void Close(IReadOnlyList<Operation> uncertainOfKey, EntitlementActs acts, Moments moments)
    {
        if (Birth is null)
            return;
        Uncertain =
        [
            .. calls
                .Where(call => call is { Outcome: Outcome.Unknown, Kind: OperationKind.Renew })
                .Concat(uncertainOfKey)
                .OrderBy(call => call.CallNs),
        ];
        var asked = issues.Min(issue => issue.CallNs);
        var released = FirstCall(OperationKind.Release);
        var revoked = Math.Min(FirstCall(OperationKind.RevokeLease), acts.MayEndFrom(asked));
        var holds = moments.PoolOf(Birth).HoldsRevokedSeats;

        Live = Until(Math.Min(released, revoked), moments);
        Held = holds ? Until(ReleasedBefore(SurelyRevoked(acts)), moments) : Live;
        FreedAt = Math.Min(holds ? SurelyReleased() : SurelyOver(acts), LatestEnd(moments));
    }

    public bool LivedThrough(Operation call) => Live.Any(span => span.Covers(call.CallNs, call.ReturnNs));

    private List<Interval> Until(long end, Moments moments) =>
        Interval.Merge(issues.Select(issue => new Interval(issue.ReturnNs, Math.Min(moments.EarliestEnd(issue), end))));

    private long FirstCall(OperationKind kind) =>
        calls
            .Where(call => call.Kind == kind && call.Outcome != Outcome.No)
            .Select(call => call.CallNs)
            .DefaultIfEmpty(long.MaxValue)
            .Min();

    private long FirstReturn(Func<Operation, bool> which) =>
        calls.Where(call => call.Outcome == Outcome.Yes && which(call)).Select(call => call.ReturnNs).DefaultIfEmpty(long.MaxValue).Min();

    private long SurelyRevoked(EntitlementActs acts) =>
        Math.Min(FirstReturn(call => call.Kind == OperationKind.RevokeLease), acts.SurelyEndedAt(Birth!.ReturnNs));

    private long SurelyReleased() => FirstReturn(call => call is { Kind: OperationKind.Release, LeaseStatus: "released" });

    private long SurelyOver(EntitlementActs acts) => Math.Min(FirstReturn(call => call.Kind == OperationKind.Release), SurelyRevoked(acts));

    /// <summary>To release what has been revoked changes nothing: the seat stays held.</summary>
    private long ReleasedBefore(long revoked) =>
        calls
            .Where(call => call.Kind == OperationKind.Release && call.Outcome != Outcome.No && call.CallNs < revoked)
            .Select(call => call.CallNs)
            .DefaultIfEmpty(long.MaxValue)
            .Min();

    private long LatestEnd(Moments moments)
    {
        var end = issues.Max(moments.LatestEnd);
        // What was asked for after the end made another lease, if any.
        foreach (var call in Uncertain.TakeWhile(call => call.CallNs <= end))
            end = Math.Max(end, moments.LatestEnd(call));
        return end;
    }
}

using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking;

/// <summary>What was done to one entitlement, or may have been.</summary>
internal sealed class EntitlementActs
{
    public static readonly EntitlementActs None = new([], null);

    /// <summary>Each time that all leases were ended, what is issued afterwards is dated a second later at least; the clock catches up meanwhile.</summary>
    public const int AheadSecondsMax = 30;

    private readonly Operation[] ending;
    private readonly long[] lastEffects;
    private readonly long[] firstCalls;
    private readonly Operation[] endingYes;
    private readonly long[] firstReturns;

    public EntitlementActs(IEnumerable<Operation> operations, Moments? moments)
    {
        All =
        [
            .. operations.Where(operation =>
                operation.Outcome != Outcome.No
                && operation.Kind
                    is OperationKind.Suspend
                        or OperationKind.Reinstate
                        or OperationKind.RevokeEntitlement
                        or OperationKind.ChangeLimit
            ),
        ];
        ending = [.. All.Where(EndsLeases).OrderBy(act => moments!.LastEffect(act))];
        lastEffects = [.. ending.Select(act => moments!.LastEffect(act))];
        firstCalls = SuffixMin([.. ending.Select(act => act.CallNs)]);
        endingYes = [.. ending.Where(act => act.Outcome == Outcome.Yes).OrderBy(act => act.CallNs)];
        firstReturns = SuffixMin([.. endingYes.Select(act => act.ReturnNs)]);
    }

    /// <summary>In order of return; those that were refused left out.</summary>
    public IReadOnlyList<Operation> All { get; }

    public IEnumerable<Operation> Of(OperationKind kind) => All.Where(act => act.Kind == kind);

    /// <summary>By how much a token may be dated ahead that was issued in this call.</summary>
    public long AheadMs(Operation issue, Moments moments) =>
        1000
        * ending.LongCount(act =>
            act.CallNs < issue.ReturnNs && moments.LastEffect(act) > issue.CallNs - (AheadSecondsMax * 1_000_000_000L)
        );

    /// <summary>From when on a lease may have been ended that was asked for at this time.</summary>
    public long MayEndFrom(long callNs)
    {
        var first = Array.BinarySearch(lastEffects, callNs) is var found && found >= 0 ? found : ~found;
        while (first > 0 && lastEffects[first - 1] == callNs)
            first--;
        return first < firstCalls.Length ? firstCalls[first] : long.MaxValue;
    }

    /// <summary>When a lease has surely been ended that stood at this time at the latest.</summary>
    public long SurelyEndedAt(long standingNs)
    {
        var first = 0;
        for (var last = endingYes.Length; first < last; )
        {
            var middle = (first + last) / 2;
            if (endingYes[middle].CallNs >= standingNs)
                last = middle;
            else
                first = middle + 1;
        }
        return first < firstReturns.Length ? firstReturns[first] : long.MaxValue;
    }

    private static bool EndsLeases(Operation act) =>
        act is { EndsLeases: true, Kind: OperationKind.Suspend or OperationKind.RevokeEntitlement };

    private static long[] SuffixMin(long[] values)
    {
        for (var i = values.Length - 2; i >= 0; i--)
            values[i] = Math.Min(values[i], values[i + 1]);
        return values;
    }
}

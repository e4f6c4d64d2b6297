using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Seats;

/// <summary>The least and the greatest limit that may have been in force at each moment.</summary>
internal sealed class LimitBand
{
    public LimitBand(string pool, long initial, EntitlementActs acts, Moments moments)
    {
        var changes = acts.Of(OperationKind.ChangeLimit).Where(act => act.Limits?.ContainsKey(pool) == true).ToArray();
        // Each value from when it may have come into force to when another surely had.
        var spans = new List<(long From, long To, long Limit)> { (long.MinValue, ReplacedAt(changes, long.MinValue), initial) };
        foreach (var change in changes)
            spans.Add((change.CallNs, ReplacedAt(changes, moments.LastEffect(change)), change.Limits![pool]));

        var (least, greatest) = (new List<(long, long)>(), new List<(long, long)>());
        var (low, high) = (0L, 0L);
        foreach (var time in spans.SelectMany(span => new[] { span.From, span.To }).Distinct().Order())
        {
            var possible = spans.Where(span => span.From <= time && time < span.To).Select(span => span.Limit).ToArray();
            if (possible.Length == 0)
                continue;
            least.Add((time, possible.Min() - low));
            greatest.Add((time, possible.Max() - high));
            (low, high) = (possible.Min(), possible.Max());
        }
        (LeastChanges, GreatestChanges) = (least, greatest);
        Greatest = new StepFunction(greatest);
    }

    public IReadOnlyList<(long Time, long Delta)> LeastChanges { get; }

    public IReadOnlyList<(long Time, long Delta)> GreatestChanges { get; }

    public StepFunction Greatest { get; }

    // The end is a moment at which the value may still stand, so the span goes one further.
    private static long ReplacedAt(Operation[] changes, long lastEffect) =>
        changes
            .Where(change => change.Outcome == Outcome.Yes && change.CallNs >= lastEffect)
            .Select(change => change.ReturnNs + 1)
            .DefaultIfEmpty(long.MaxValue)
            .Min();
}

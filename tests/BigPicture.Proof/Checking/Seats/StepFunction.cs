namespace BigPicture.Proof.Checking.Seats;

/// <summary>A number that changes at moments; 0 before the first. Answers for its least and greatest value over a span in O(log n).</summary>
internal sealed class StepFunction
{
    private readonly long[] times;
    private readonly long[] least;
    private readonly long[] greatest;
    private readonly int leaves;

    public StepFunction(IEnumerable<(long Time, long Delta)> changes)
    {
        var sums = new List<(long Time, long Value)> { (long.MinValue, 0) };
        foreach (var (time, delta) in changes.OrderBy(change => change.Time))
        {
            var value = sums[^1].Value + delta;
            if (sums[^1].Time == time)
                sums[^1] = (time, value);
            else
                sums.Add((time, value));
        }
        times = [.. sums.Select(sum => sum.Time)];
        leaves = times.Length;
        least = Tree(sums, Math.Min);
        greatest = Tree(sums, Math.Max);
    }

    /// <summary>Each moment at which it changed, with the value from then on, in order.</summary>
    public IEnumerable<(long Time, long Value)> Steps => Enumerable.Range(1, leaves - 1).Select(i => (times[i], least[leaves + i]));

    public long At(long time) => least[leaves + Index(time)];

    /// <param name="to">Belongs to the span.</param>
    public long Least(long from, long to) => Over(least, from, to, Math.Min);

    /// <inheritdoc cref="Least"/>
    public long Greatest(long from, long to) => Over(greatest, from, to, Math.Max);

    private long Over(long[] tree, long from, long to, Func<long, long, long> pick)
    {
        var (left, right) = (leaves + Index(from), leaves + Index(Math.Max(from, to)) + 1);
        var result = tree[left];
        for (; left < right; left /= 2, right /= 2)
        {
            if (left % 2 == 1)
                result = pick(result, tree[left++]);
            if (right % 2 == 1)
                result = pick(result, tree[--right]);
        }
        return result;
    }

    private int Index(long time) => Array.BinarySearch(times, time) is var found && found >= 0 ? found : ~found - 1;

    private long[] Tree(List<(long Time, long Value)> sums, Func<long, long, long> pick)
    {
        var tree = new long[2 * leaves];
        for (var i = 0; i < leaves; i++)
            tree[leaves + i] = sums[i].Value;
        for (var i = leaves - 1; i > 0; i--)
            tree[i] = pick(tree[2 * i], tree[(2 * i) + 1]);
        return tree;
    }
}

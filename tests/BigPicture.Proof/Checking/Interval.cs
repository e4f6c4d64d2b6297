namespace BigPicture.Proof.Checking;

/// <summary>From <paramref name="From"/> up to, and without, <paramref name="To"/>.</summary>
internal readonly record struct Interval(long From, long To)
{
    public bool Covers(long from, long to) => From <= from && to < To;

    /// <summary>The same moments, each told once, in order.</summary>
    public static List<Interval> Merge(IEnumerable<Interval> intervals)
    {
        var result = new List<Interval>();
        foreach (var next in intervals.Where(interval => interval.From < interval.To).OrderBy(interval => interval.From))
        {
            if (result.Count > 0 && next.From <= result[^1].To)
                result[^1] = new(result[^1].From, Math.Max(result[^1].To, next.To));
            else
                result.Add(next);
        }
        return result;
    }
}

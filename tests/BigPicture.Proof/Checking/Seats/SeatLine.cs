using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Seats;

/// <summary>One holder's seat: when it was surely taken, and when it may have been.</summary>
internal sealed class SeatLine
{
    private readonly List<Interval> sure = [];
    private readonly List<Interval> possible = [];

    public List<Interval> Sure { get; private set; } = [];

    public List<Interval> Possible { get; private set; } = [];

    public List<Lifeline> Leases { get; } = [];

    /// <summary>Activations of which nobody knows, each with the last moment at which its lease may have stood.</summary>
    public List<(Operation Call, long To)> Uncertain { get; } = [];

    public void Add(Lifeline lease)
    {
        Leases.Add(lease);
        sure.AddRange(lease.Held);
        MayHold(lease.Issues.Min(issue => issue.CallNs), lease.FreedAt);
    }

    /// <param name="to">The last moment at which it may have been taken by this call.</param>
    public void Add(Operation uncertain, long to)
    {
        Uncertain.Add((uncertain, to));
        MayHold(uncertain.CallNs, to);
    }

    private void MayHold(long from, long to) => possible.Add(new(from, to == long.MaxValue ? to : to + 1));

    public void Close() => (Sure, Possible) = (Interval.Merge(sure), Interval.Merge(possible));

    /// <summary>The earliest that the seat can have been taken for good, as it is held at this moment.</summary>
    public long TakenSince(long time)
    {
        var (first, last) = (0, Possible.Count);
        while (first < last)
        {
            var middle = (first + last) / 2;
            if (Possible[middle].From <= time)
                first = middle + 1;
            else
                last = middle;
        }
        return first == 0 ? time : Possible[first - 1].From;
    }

    public bool SurelyTaken(long time) => Sure.Any(span => span.Covers(time, time));
}

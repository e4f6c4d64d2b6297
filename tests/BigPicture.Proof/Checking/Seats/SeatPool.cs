using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Seats;

/// <summary>One pool of an entitlement over the whole run: its seats, who sat there, and its limit.</summary>
internal sealed class SeatPool
{
    private readonly Dictionary<string, SeatLine> seats = new(StringComparer.Ordinal);

    private SeatPool(Pool pool, string name, Evidence evidence)
    {
        (Terms, Entitlement, Name) = (pool, pool.Entitlement, name);
        Limit = new LimitBand(name, Seating.LimitOf(pool, name), evidence.Acts(pool.Entitlement), evidence.Moments);
    }

    public string Entitlement { get; }

    public string Name { get; }

    public LimitBand Limit { get; }

    public IReadOnlyDictionary<string, SeatLine> Seats => seats;

    /// <summary>The entitlement's terms.</summary>
    public Pool Terms { get; }

    /// <summary>How many seats were surely taken.</summary>
    public StepFunction Sure { get; private set; } = new([]);

    /// <summary>Seats surely taken, over the greatest limit possible: below 0 there was room.</summary>
    public StepFunction SureOverLimit { get; private set; } = new([]);

    /// <summary>Seats possibly taken, over the least limit possible: below 0 there surely was room.</summary>
    public StepFunction PossiblyOverLimit { get; private set; } = new([]);

    public static IReadOnlyCollection<SeatPool> Of(Pool pool, Evidence evidence)
    {
        var pools = pool.Limits.Keys.ToDictionary(name => name, name => new SeatPool(pool, name, evidence), StringComparer.Ordinal);
        foreach (var lease in evidence.LeasesOf(pool.Entitlement))
        {
            foreach (var seat in SeatsOf(lease.Birth!, lease.Key))
                seat.Add(lease);
        }
        foreach (var call in evidence.UncertainActivationsOf(pool.Entitlement))
        {
            foreach (var seat in SeatsOf(call, evidence.Keys.Of(call)))
                seat.Add(call, UncertainEnd.Of(call, evidence));
        }
        foreach (var found in pools.Values)
            found.Close();
        return pools.Values;

        IEnumerable<SeatLine> SeatsOf(Operation activation, LeaseKey key)
        {
            foreach (var (name, holder) in Seating.Of(pool, activation, key))
            {
                if (!pools.TryGetValue(name, out var found))
                    pools.Add(name, found = new SeatPool(pool, name, evidence));
                yield return found.Seat(holder);
            }
        }
    }

    private SeatLine Seat(string holder)
    {
        if (!seats.TryGetValue(holder, out var seat))
            seats.Add(holder, seat = new SeatLine());
        return seat;
    }

    private void Close()
    {
        foreach (var seat in seats.Values)
            seat.Close();
        var sure = Changes(seats.Values.SelectMany(seat => seat.Sure)).ToList();
        Sure = new StepFunction(sure);
        SureOverLimit = new StepFunction(sure.Concat(Negated(Limit.GreatestChanges)));
        PossiblyOverLimit = new StepFunction(Changes(seats.Values.SelectMany(seat => seat.Possible)).Concat(Negated(Limit.LeastChanges)));
    }

    private static IEnumerable<(long, long)> Changes(IEnumerable<Interval> spans) =>
        spans.SelectMany(span => new[] { (span.From, 1L), (span.To, -1L) });

    private static IEnumerable<(long, long)> Negated(IEnumerable<(long Time, long Delta)> changes) =>
        changes.Select(change => (change.Time, -change.Delta));
}

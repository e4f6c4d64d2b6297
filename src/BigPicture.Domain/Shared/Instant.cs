namespace BigPicture.Domain.Shared;

/// <summary>
/// A point in time in whole seconds since 1970-01-01T00:00:00Z. The whole licensing core counts in seconds, as its tokens do,
/// so nothing is ever rounded between the ledger and the wire.
/// </summary>
public readonly record struct Instant(long UnixSeconds) : IComparable<Instant>
{
    public static readonly Instant MaxValue = new(253_402_300_799);

    public static Instant From(DateTimeOffset time) => new(time.ToUnixTimeSeconds());

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeSeconds(UnixSeconds);

    public static Instant Min(Instant a, Instant b) => a < b ? a : b;

    public static Instant Max(Instant a, Instant b) => a < b ? b : a;

    public int CompareTo(Instant other) => UnixSeconds.CompareTo(other.UnixSeconds);

    public override string ToString() =>
        ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    public static Instant operator +(Instant at, long seconds) => new(at.UnixSeconds + seconds);

    public static Instant operator -(Instant at, long seconds) => new(at.UnixSeconds - seconds);

    public static long operator -(Instant a, Instant b) => a.UnixSeconds - b.UnixSeconds;

    public static bool operator <(Instant a, Instant b) => a.UnixSeconds < b.UnixSeconds;

    public static bool operator >(Instant a, Instant b) => a.UnixSeconds > b.UnixSeconds;

    public static bool operator <=(Instant a, Instant b) => a.UnixSeconds <= b.UnixSeconds;

    public static bool operator >=(Instant a, Instant b) => a.UnixSeconds >= b.UnixSeconds;
}

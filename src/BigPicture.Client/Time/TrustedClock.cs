using BigPicture.Protocol.Certificates;

namespace BigPicture.Client.Time;

/// <summary>
/// The servers' time as this machine can tell it without them. The system's clock can be set, and the monotonic one stands still
/// while some machines sleep: from the last word of a server on, the one that went further counts, so that neither sleep nor
/// setting the clock back makes a lease longer. Safe for use by many threads.
/// </summary>
internal sealed class TrustedClock
{
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(LeaseVerifier.SkewSeconds);

    private readonly object gate = new();
    private readonly TimeProvider clock;
    private long heardAt;
    private DateTimeOffset heardWall;
    private DateTimeOffset told;
    private DateTimeOffset least;
    private DateTimeOffset highest;

    /// <param name="mark">What the last run left; null: no server was ever heard here, so the system's clock is all there is.</param>
    public TrustedClock(TimeProvider clock, ClockMark? mark)
    {
        this.clock = clock;
        mark = mark?.IsSound == true ? mark : null;
        heardAt = clock.GetTimestamp();
        heardWall = clock.GetUtcNow();
        told = heardWall + TimeSpan.FromSeconds(mark?.SkewSeconds ?? 0);
        (least, highest) = (mark?.Least ?? ClockMark.Never, mark?.Highest ?? ClockMark.Never);
        StartedRolledBack = told < highest - Tolerance;
        told = told < highest ? highest : told;
    }

    /// <summary>The system's clock stood before a time that had been seen, and no server has been heard since.</summary>
    public bool StartedRolledBack { get; private set; }

    public DateTimeOffset Now
    {
        get
        {
            lock (gate)
            {
                var now = told + (Ran > Passed ? Ran : Passed);
                highest = now > highest ? now : highest;
                return now;
            }
        }
    }

    /// <summary>The system's clock ran ahead of the monotonic one: the machine slept, or its clock was set. Only a server can tell which.</summary>
    public bool HasLeapt
    {
        get
        {
            lock (gate)
                return Passed - Ran > Tolerance;
        }
    }

    /// <summary>The system's clock fell behind the monotonic one: it was set back.</summary>
    public bool WasSetBack
    {
        get
        {
            lock (gate)
                return Ran - Passed > Tolerance;
        }
    }

    public ClockMark Mark
    {
        get
        {
            lock (gate)
            {
                var now = Now;
                return new ClockMark
                {
                    Least = least == ClockMark.Never ? least : least + Ran,
                    Highest = highest,
                    SkewSeconds = Math.Round((now - clock.GetUtcNow()).TotalSeconds),
                };
            }
        }
    }

    /// <summary>
    /// Takes a server's time. One that lies before what is known for sure is not taken: it is an answer that was recorded and played
    /// again, or a server whose clock was set back.
    /// </summary>
    /// <returns>Whether it was taken.</returns>
    public bool Hear(DateTimeOffset serverTime)
    {
        lock (gate)
        {
            if (least != ClockMark.Never && serverTime < least + Ran - Tolerance)
                return false;
            heardAt = clock.GetTimestamp();
            heardWall = clock.GetUtcNow();
            told = least = highest = serverTime;
            StartedRolledBack = false;
            return true;
        }
    }

    private TimeSpan Ran => clock.GetElapsedTime(heardAt);

    private TimeSpan Passed => clock.GetUtcNow() - heardWall;
}

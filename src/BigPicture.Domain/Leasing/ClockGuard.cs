using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>What the wall clock does, judged by a clock that nobody can set.</summary>
public enum ClockState
{
    /// <summary>Both clocks agree.</summary>
    Steady,

    /// <summary>The wall clock jumped ahead: nothing is ended by time, since its time may not have come.</summary>
    Ahead,

    /// <summary>The wall clock was set back: nothing new is granted, since it would last too long.</summary>
    Back,
}

/// <summary>
/// Time for a server whose only clock can be set by its own customer: the wall clock, compared with a monotonic one and with the
/// highest time ever used, which is stored. Ends nothing early and dates nothing twice.
/// </summary>
/// <param name="storedMark">The highest time used before the last stop; zero on a first start.</param>
/// <param name="storedAhead">What the wall clock said last, if it was ahead at that stop; else zero.</param>
public sealed class ClockGuard(Instant storedMark, Instant storedAhead = default)
{
    /// <summary>Seconds by which the clocks may differ; slewing and leap seconds stay well below.</summary>
    public const long ToleranceSeconds = 60;

    /// <summary>Seconds for which both clocks must agree before a jump ahead is believed: a paused virtual machine thaws by itself.</summary>
    public const long ThawSeconds = 600;

    /// <summary>Seconds in which a clock may honestly run off by one; small steps that come to more than that add up to a large one.</summary>
    public const long SlewSeconds = 1_000;

    private bool started;
    private Instant expectedAt;
    private long expectedMonotonic;
    private Instant jumpedAt;
    private long jumpedMonotonic;
    private bool accept;

    public ClockState State { get; private set; }

    /// <summary>Seconds by which the wall clock is ahead of (or, negative, behind) where it should be.</summary>
    public long DriftSeconds { get; private set; }

    /// <summary>The highest time that ended anything; never falls, survives a restart, and waits while the clock is ahead.</summary>
    public Instant Mark { get; private set; } = storedMark;

    /// <summary>What the wall clock said last while it is ahead, else zero: a restart must not make it right.</summary>
    public Instant AheadAt { get; private set; }

    /// <summary>Believes the wall clock from the next reading on, whatever it says.</summary>
    public void Accept() => accept = true;

    /// <param name="wall">What the system clock says.</param>
    /// <param name="monotonicSeconds">Seconds on a clock that runs through sleep and cannot be set; only differences count.</param>
    public ClockReading Read(Instant wall, long monotonicSeconds)
    {
        if (accept)
        {
            accept = false;
            Mark = wall;
            Agree(wall, monotonicSeconds);
        }
        else if (!started)
        {
            // The time that passed while the server was down is unknown: only a clock behind the mark is surely wrong, and one that
            // was wrong at the stop and has not been set since.
            var isAheadStill = storedAhead != default && wall >= storedAhead - ToleranceSeconds;
            Agree(isAheadStill ? Mark : Instant.Max(wall, Mark), monotonicSeconds);
        }
        started = true;

        var expected = expectedAt + (monotonicSeconds - expectedMonotonic);
        DriftSeconds = wall - expected;
        State = Judge(wall, monotonicSeconds);
        AheadAt = State == ClockState.Ahead ? wall : default;
        switch (State)
        {
            case ClockState.Steady:
                Follow(wall, expected, monotonicSeconds);
                Mark = Instant.Max(Mark, wall);
                return new ClockReading(Mark, Mark);
            case ClockState.Ahead:
                return new ClockReading(wall, Mark);
            default:
                Mark = Instant.Max(Mark, expected);
                return new ClockReading(Mark, Mark, GrantsStopped: true);
        }
    }

    private ClockState Judge(Instant wall, long monotonicSeconds) =>
        DriftSeconds < -ToleranceSeconds ? ClockState.Back
        : DriftSeconds > ToleranceSeconds && !HasThawed(wall, monotonicSeconds) ? ClockState.Ahead
        : ClockState.Steady;

    // After a thaw the wall clock is right. Else what was agreed follows it no faster than a clock runs off by itself.
    private void Follow(Instant wall, Instant expected, long monotonicSeconds)
    {
        if (DriftSeconds > ToleranceSeconds)
            Agree(wall, monotonicSeconds);
        var most = (monotonicSeconds - expectedMonotonic) / SlewSeconds;
        if (most > 0)
            Agree(expected + Math.Clamp(DriftSeconds, -most, most), monotonicSeconds);
    }

    private void Agree(Instant wall, long monotonicSeconds) => (expectedAt, expectedMonotonic) = (wall, monotonicSeconds);

    // Since the jump, has the wall clock kept step with the monotonic one for long enough? Another jump starts the wait anew.
    private bool HasThawed(Instant wall, long monotonicSeconds)
    {
        var sinceJump = monotonicSeconds - jumpedMonotonic;
        var keptStep = Math.Abs(wall - (jumpedAt + sinceJump)) <= ToleranceSeconds;
        if (State != ClockState.Ahead || !keptStep)
        {
            (jumpedAt, jumpedMonotonic) = (wall, monotonicSeconds);
            return false;
        }
        return sinceJump >= ThawSeconds;
    }
}

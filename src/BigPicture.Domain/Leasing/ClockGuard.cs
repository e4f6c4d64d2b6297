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
public sealed class ClockGuard(Instant storedMark)
{
    /// <summary>Seconds by which the clocks may differ; slewing and leap seconds stay well below.</summary>
    public const long ToleranceSeconds = 60;

    /// <summary>Seconds for which both clocks must agree before a jump ahead is believed: a paused virtual machine thaws by itself.</summary>
    public const long ThawSeconds = 600;

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
            // The time that passed while the server was down is unknown: only a clock behind the mark is surely wrong.
            Agree(Instant.Max(wall, Mark), monotonicSeconds);
        }
        started = true;

        var expected = expectedAt + (monotonicSeconds - expectedMonotonic);
        DriftSeconds = wall - expected;
        var next =
            DriftSeconds > ToleranceSeconds ? ClockState.Ahead
            : DriftSeconds < -ToleranceSeconds ? ClockState.Back
            : ClockState.Steady;
        if (next == ClockState.Ahead && HasThawed(wall, monotonicSeconds))
            next = ClockState.Steady;
        State = next;

        switch (next)
        {
            case ClockState.Steady:
                Agree(wall, monotonicSeconds);
                Mark = Instant.Max(Mark, wall);
                return new ClockReading(Mark, Mark);
            case ClockState.Ahead:
                return new ClockReading(wall, Mark);
            default:
                Mark = Instant.Max(Mark, expected);
                return new ClockReading(Mark, Mark, GrantsStopped: true);
        }
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

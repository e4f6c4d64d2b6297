using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>
/// The clock of a machine of its own: the system clock behind the stored mark. Everybody who looks at it judges it anew, so what a
/// read answers agrees with what the ledger does.
/// </summary>
/// <param name="time">Its timestamps must run through sleep, or waking up is taken for a jump.</param>
public sealed class SqliteClock(TimeProvider time) : ILedgerTime
{
    /// <summary>Seconds by which the stored mark may lie behind on a server that has nothing to do; what a restart tolerates.</summary>
    public const long StoreWithinSeconds = ClockGuard.ToleranceSeconds;

    /// <summary>Steps kept until an event tells them; a clock that jumps on while nothing can be written is told no further.</summary>
    public const int UntoldMax = 100;

    private readonly Lock gate = new();
    private readonly long startedAt = time.GetTimestamp();
    private readonly List<ClockStepped> untold = [];
    private ClockGuard? guard;
    private Instant storedMark;

    public Instant Now => Look().Now;

    public Instant Trusted => Look().Trusted;

    public ClockState State
    {
        get
        {
            lock (gate)
            {
                Look();
                return guard?.State ?? ClockState.Steady;
            }
        }
    }

    public bool HasNews
    {
        get
        {
            lock (gate)
            {
                Look();
                return untold.Count > 0 || guard is not null && guard.Mark - storedMark >= StoreWithinSeconds;
            }
        }
    }

    internal bool IsStarted => guard is not null;

    /// <summary>From here on the clock is judged; before, on a database that nobody has prepared, it is taken as it is.</summary>
    internal void Start(ClockRow stored)
    {
        lock (gate)
        {
            if (guard is not null)
                return;
            (guard, storedMark) = (new ClockGuard(stored.Mark, stored.AheadAt), stored.Mark);
            Look();
        }
    }

    internal ClockReading Look()
    {
        lock (gate)
        {
            var wall = Instant.From(time.GetUtcNow());
            if (guard is null)
                return new ClockReading(wall, wall);
            var before = guard.State;
            var reading = guard.Read(wall, (long)time.GetElapsedTime(startedAt).TotalSeconds);
            if (guard.State != before && untold.Count < UntoldMax)
                untold.Add(new ClockStepped(guard.State, guard.DriftSeconds, reading.Now));
            return reading;
        }
    }

    /// <summary>Believes the system clock from here on; the caller stores it and tells the event.</summary>
    internal ClockRow Accept()
    {
        lock (gate)
        {
            guard ??= new ClockGuard(default);
            guard.Accept();
            Look();
            untold.Clear();
            return Row;
        }
    }

    /// <summary>What there is to store.</summary>
    internal ClockRow Row
    {
        get
        {
            lock (gate)
                return ClockRow.None with { Mark = guard!.Mark, AheadAt = guard.AheadAt };
        }
    }

    /// <summary>The steps that no event tells yet.</summary>
    internal ClockStepped[] Untold()
    {
        lock (gate)
            return [.. untold];
    }

    /// <summary>This is durable now, and the events of that many steps are.</summary>
    internal void Stored(ClockRow row, int steps)
    {
        lock (gate)
        {
            storedMark = row.Mark;
            untold.RemoveRange(0, steps);
        }
    }
}

namespace BigPicture.IntegrationTests.Client;

/// <summary>An application's clocks: the wall's can be set by itself, and the monotonic one stand still while the machine sleeps.</summary>
internal sealed class LeapingClock(TimeProvider real) : TimeProvider
{
    private long offsetTicks;
    private long slept;

    public override long TimestampFrequency => real.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow().AddTicks(Interlocked.Read(ref offsetTicks));

    public override long GetTimestamp() => real.GetTimestamp() - Interlocked.Read(ref slept);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, dueTime, period);

    /// <summary>Of the time that passes next, the monotonic clock misses so much.</summary>
    public void Sleep(TimeSpan time) => Interlocked.Add(ref slept, (long)(time.TotalSeconds * TimestampFrequency));

    /// <summary>Sets the wall's clock, and nothing else.</summary>
    public void Leap(TimeSpan by) => Interlocked.Add(ref offsetTicks, by.Ticks);
}

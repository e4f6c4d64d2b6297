namespace BigPicture.Client.Time;

/// <summary>Waits that hold no thread, on whatever clock was handed in.</summary>
internal static class Waiting
{
    /// <summary>
    /// The longest that anything waits before it looks at the clock again: timers stand still while a machine sleeps, and a lease may
    /// have ended meanwhile.
    /// </summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    public static Task Wait(this TimeProvider clock, TimeSpan time, CancellationToken cancel)
    {
        if (time < TimeSpan.Zero)
            time = TimeSpan.Zero;
#if NET
        return Task.Delay(time, clock, cancel);
#else
        return clock.Delay(time, cancel);
#endif
    }

    /// <summary>The shorter of both, for a look at the clock.</summary>
    public static TimeSpan AtMost(this TimeSpan time, TimeSpan most) => time < most ? time : most;
}

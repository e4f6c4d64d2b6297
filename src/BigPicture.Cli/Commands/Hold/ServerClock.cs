namespace BigPicture.Cli.Commands.Hold;

/// <summary>The server's time, told from its last answer on. A machine that sleeps stops one of its clocks; the later one counts.</summary>
internal sealed class ServerClock(TimeProvider clock, DateTimeOffset told)
{
    private readonly long heardAt = clock.GetTimestamp();
    private readonly DateTimeOffset heard = clock.GetUtcNow();

    public DateTimeOffset Now
    {
        get
        {
            var ran = clock.GetElapsedTime(heardAt);
            var passed = clock.GetUtcNow() - heard;
            return told + (ran > passed ? ran : passed);
        }
    }
}

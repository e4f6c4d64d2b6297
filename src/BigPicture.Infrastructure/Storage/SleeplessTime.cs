using System.Runtime.InteropServices;

namespace BigPicture.Infrastructure.Storage;

/// <summary>
/// The system's time, with timestamps that run on while the machine sleeps: a laptop that wakes up has made no jump. Where the system
/// has no such clock, or counts sleep anyway as Windows does, they are the usual ones.
/// </summary>
public sealed class SleeplessTime : TimeProvider
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    // CLOCK_BOOTTIME of Linux; CLOCK_MONOTONIC of macOS, which the framework does not use there because it counts sleep.
    private static readonly int? Clock =
        OperatingSystem.IsLinux() ? 7
        : OperatingSystem.IsMacOS() ? 6
        : null;

    private static readonly bool Counts = Clock is { } clock && Environment.Is64BitProcess && ReadClock(clock, out _) == 0;

    public override long TimestampFrequency => Counts ? NanosecondsPerSecond : base.TimestampFrequency;

    public override long GetTimestamp() =>
        Counts && ReadClock(Clock!.Value, out var at) == 0 ? at.Seconds * NanosecondsPerSecond + at.Nanoseconds : base.GetTimestamp();

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out Timespec at);

    /// <summary><c>struct timespec</c> of a 64-bit system.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

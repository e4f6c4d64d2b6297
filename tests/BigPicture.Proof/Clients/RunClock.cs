using System.Diagnostics;

namespace BigPicture.Proof.Clients;

/// <summary>The one clock of a run: monotonic, from its start on; and what the machine's clock shows.</summary>
internal sealed class RunClock
{
    private readonly long start = Stopwatch.GetTimestamp();

    public long Ns => (long)(Stopwatch.GetElapsedTime(start).TotalMicroseconds * 1000);

    public static long UnixMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}

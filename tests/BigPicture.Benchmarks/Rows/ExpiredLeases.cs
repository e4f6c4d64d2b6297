using System.Diagnostics;
using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;
using BigPicture.Benchmarks.Servers;

namespace BigPicture.Benchmarks.Rows;

/// <summary>Start, and the first grant, when a full pool's million leases ran out while no server ran.</summary>
internal static class ExpiredLeases
{
    public const int Count = 1_000_000;

    /// <param name="server">Started on them just now.</param>
    /// <param name="other">A pool without them: its first grant bears what the first of a process takes, whatever lies in the database.</param>
    public static IEnumerable<Figure> Measure(ServerProcess server, Target target, Target other)
    {
        yield return Figure.AtMost("start_with_expired", "start with 1,000,000 expired leases", server.StartTime.TotalSeconds, "s", 2);
        yield return new Figure("first_grant", "  first grant after it, in another pool", FirstGrant(other), "ms");
        yield return Figure.AtMost("first_grant_with_expired", "  first grant in their pool", FirstGrant(target), "ms", 50);
    }

    private static double FirstGrant(Target target)
    {
        using var client = new LeaseClient(target, "first");
        var from = Stopwatch.GetTimestamp();
        client.Activate();
        return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
    }
}

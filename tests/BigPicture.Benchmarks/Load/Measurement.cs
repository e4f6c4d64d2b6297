namespace BigPicture.Benchmarks.Load;

/// <summary>What one run came to.</summary>
/// <param name="Rate">Acts a second.</param>
/// <param name="ServerMicroseconds">The server's processor time an act; null where the process is not ours.</param>
internal sealed record Measurement(double Rate, TimeSpan Median, TimeSpan P99, double? ServerMicroseconds)
{
    public static Measurement Of(IEnumerable<ActTimer> timers, TimeSpan elapsed, TimeSpan? serverTime)
    {
        List<TimeSpan> times = [.. timers.SelectMany(timer => timer.Times).Order()];
        return new Measurement(
            times.Count / elapsed.TotalSeconds,
            At(times, 0.5),
            At(times, 0.99),
            serverTime?.TotalMicroseconds / times.Count
        );
    }

    /// <summary>The run with the middle rate.</summary>
    public static Measurement MedianOf(IEnumerable<Measurement> runs) =>
        runs.OrderBy(run => run.Rate).ToList() is var all ? all[all.Count / 2] : null!;

    private static TimeSpan At(List<TimeSpan> ordered, double part) => ordered[(int)((ordered.Count - 1) * part)];
}

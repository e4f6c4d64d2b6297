using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;

namespace BigPicture.Benchmarks.Rows;

internal sealed class Renewals(BenchOptions options)
{
    private const int LeasesEach = 4;

    public async IAsyncEnumerable<Figure> Measure(Target server)
    {
        var runs = new List<Measurement>();
        for (var run = 0; run < options.Runs; run++)
            runs.Add(await Drive.For(options.Time, server, options.Clients, $"renew{run}", Turns.Renewal(LeasesEach)));
        var median = Measurement.MedianOf(runs);
        yield return Figure.AtLeast("renewals", "renewals", median.Rate, "acts/s", 5_000);
        yield return new Figure("renewals.p99", "  p99", median.P99.TotalMilliseconds, "ms");
    }
}

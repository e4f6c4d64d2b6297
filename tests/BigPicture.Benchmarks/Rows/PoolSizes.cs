using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;

namespace BigPicture.Benchmarks.Rows;

/// <summary>The same cycle in a pool with a hundred seats taken and in one with a million.</summary>
internal sealed class PoolSizes(BenchOptions options)
{
    public const int Few = 100;
    public const int Many = 1_000_000;

    public async IAsyncEnumerable<Figure> Measure(Target few, Target many)
    {
        var (small, large) = (new List<Measurement>(), new List<Measurement>());
        foreach (var target in (Target[])[few, many])
            await Drive.For(TimeSpan.FromSeconds(6), target, options.Clients, "warm", Turns.Cycle);
        for (var run = 0; run < options.Runs; run++)
        {
            small.Add(await Drive.For(options.Time, few, options.Clients, $"size{run}", Turns.Cycle));
            large.Add(await Drive.For(options.Time, many, options.Clients, $"size{run}", Turns.Cycle));
        }
        var (one, other) = (Measurement.MedianOf(small).Rate, Measurement.MedianOf(large).Rate);
        yield return new Figure("few_seats", "activate + release, 100 seats taken", one, "acts/s");
        yield return new Figure("many_seats", "activate + release, 1,000,000 seats taken", other, "acts/s");
        yield return Figure.AtLeast("many_seats.against_few", "  against 100", other / one, "x", 0.9);
    }
}

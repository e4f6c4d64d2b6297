using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;

namespace BigPicture.Benchmarks.Rows;

/// <summary>Activate and release in one pool at half fill; beside it, turn by turn, the same from the bare endpoints.</summary>
/// <param name="wants">What the figures must reach.</param>
internal sealed class HotPool(BenchOptions options, HotPoolWants wants)
{
    public const int Seats = 10_000;

    // Until then the runtime still compiles what is called often, on one of the processors.
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);

    /// <param name="bare">The bare endpoint that writes in batches; null with the next: only the server is measured.</param>
    /// <param name="singly">The one that commits each act by itself.</param>
    public async IAsyncEnumerable<Figure> Measure(Target server, Target? bare, Target? singly)
    {
        Target?[] all = [server, bare, singly];
        var targets = all.OfType<Target>().ToList();
        foreach (var target in targets)
            await Drive.For(WarmUp, target, options.Clients, "warm", Turns.Cycle);

        var runs = targets.ToDictionary(target => target, _ => new List<Measurement>());
        for (var run = 0; run < options.Runs; run++)
            foreach (var target in targets)
                runs[target].Add(await Drive.For(options.Time, target, options.Clients, $"cycle{run}", Turns.Cycle));

        var median = runs.ToDictionary(pair => pair.Key, pair => Measurement.MedianOf(pair.Value));
        var own = median[server];
        yield return Figure.AtLeast("hot_pool", "activate + release, one pool of 10,000 at half fill", own.Rate, "acts/s", wants.Rate);
        yield return Figure.AtMost("hot_pool.p99", "  p99", own.P99.TotalMilliseconds, "ms", wants.P99Milliseconds);
        yield return new Figure("hot_pool.median", "  median", own.Median.TotalMilliseconds, "ms");
        if (own.ServerMicroseconds is { } cost)
            yield return new Figure("hot_pool.cpu", "  processor time of the server an act", cost, "us");
        if (bare is not null)
        {
            yield return new Figure("bare", "bare endpoint: parse, sign, the same rows in batches", median[bare].Rate, "acts/s");
            yield return new Figure("bare.cpu", "  processor time of it an act", median[bare].ServerMicroseconds ?? 0, "us");
            yield return Figure.AtLeast("hot_pool.against_bare", "  server against it", own.Rate / median[bare].Rate, "x", 0.6);
        }
        if (singly is not null)
        {
            yield return new Figure("singly", "bare endpoint: one transaction an act", median[singly].Rate, "acts/s");
            yield return Figure.AtLeast(
                "hot_pool.against_singly",
                "  server against it",
                own.Rate / median[singly].Rate,
                "x",
                wants.AgainstSingly
            );
        }
    }
}

internal sealed record HotPoolWants(double Rate, double P99Milliseconds, double AgainstSingly)
{
    public static HotPoolWants Local { get; } = new(7_500, 50, 4);

    public static HotPoolWants Cloud { get; } = new(6_000, 60, 15);
}

using System.Collections.Concurrent;
using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;

namespace BigPicture.Benchmarks.Rows;

/// <summary>Each client renews leases of its own, again and again, and gives them back at the end.</summary>
internal sealed class Renewals(BenchOptions options)
{
    private const int LeasesEach = 4;

    private readonly ConcurrentDictionary<LeaseClient, Queue<string>> held = new();

    public async IAsyncEnumerable<Figure> Measure(Target server)
    {
        var runs = new List<Measurement>();
        for (var run = 0; run < options.Runs; run++)
            runs.Add(await Drive.For(options.Time, server, options.Clients, $"renew{run}", Renew, GiveBack));
        var median = Measurement.MedianOf(runs);
        yield return Figure.AtLeast("renewals", "renewals", median.Rate, "acts/s", 5_000);
        yield return new Figure("renewals.p99", "  p99", median.P99.TotalMilliseconds, "ms");
    }

    private void Renew(LeaseClient client, ActTimer timer)
    {
        var tokens = held.GetOrAdd(client, _ => new Queue<string>(Enumerable.Range(0, LeasesEach).Select(_ => client.Activate())));
        var token = tokens.Dequeue();
        tokens.Enqueue(timer.Time(() => client.Renew(token)));
    }

    private void GiveBack(LeaseClient client)
    {
        if (held.TryRemove(client, out var tokens))
            foreach (var token in tokens)
                client.Release(token);
    }
}

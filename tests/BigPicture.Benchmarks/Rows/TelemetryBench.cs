using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;
using BigPicture.Benchmarks.Servers;

namespace BigPicture.Benchmarks.Rows;

/// <summary>The local server while somebody listens to what happens, and while nobody does, turn by turn; then what was written down is verified.</summary>
internal sealed class TelemetryBench(BenchOptions options, Action<string> tell)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);

    public async Task Run(Report.Report report)
    {
        using var data = new ServerData();
        using (var server = await ServerProcess.License(data.Directory, "--webhooks-allowed-networks", "127.0.0.1"))
        {
            data.AddProduct(server);
            var target = data.Target(server, data.AddPool(server, HotPool.Seats));
            await Drive.Fill(target, options.Clients, "fill", HotPool.Seats / 2);
            tell("leases under load, turn by turn with and without listeners");
            report.Add(await Listening(data, server, target));
        }
        tell("audit");
        report.Add(await new AuditRate(options).Measure(data));
    }

    private async Task<IEnumerable<Figure>> Listening(ServerData data, ServerProcess server, Target target)
    {
        await using var listeners = await Listeners.Of(data, server);
        await Drive.For(WarmUp, target, options.Clients, "warm", Turns.Cycle);
        var (alone, heard) = (new List<Measurement>(), new List<Measurement>());
        var (feed, calls) = (new List<double>(), new List<double>());
        for (var run = 0; run < options.Runs; run++)
        {
            alone.Add(await Drive.For(options.Time, target, options.Clients, $"alone{run}", Turns.Cycle));
            await using var round = listeners.Begin();
            heard.Add(await Drive.For(options.Time, target, options.Clients, $"heard{run}", Turns.Cycle));
            feed.Add(round.EventsASecond);
            calls.Add(round.CallsASecond);
        }
        var (without, with) = (Measurement.MedianOf(alone).Rate, Measurement.MedianOf(heard).Rate);
        return
        [
            new Figure("alone", "activate + release while nobody listens", without, "acts/s"),
            new Figure("heard", "  with a stream of the feed, a webhook and a scrape a second", with, "acts/s"),
            Figure.AtLeast("heard.against_alone", "  against alone", with / without, "x", 0.9),
            new Figure("feed", "  events in the stream", Middle(feed), "1/s"),
            new Figure("webhook", "  calls of the webhook", Middle(calls), "1/s"),
        ];
    }

    private static double Middle(IEnumerable<double> values) => values.Order().ToList() is var all ? all[all.Count / 2] : 0;
}

using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;
using BigPicture.Benchmarks.Servers;

namespace BigPicture.Benchmarks.Rows;

/// <summary>The local server while somebody listens to what happens, and while nobody does, turn by turn; then what was written down is verified.</summary>
internal sealed class TelemetryBench(BenchOptions options, Action<string> tell)
{
    public async Task Run(Report.Report report)
    {
        using var data = new ServerData();
        using (var server = await ServerProcess.License(data.Directory, "--webhooks-allowed-networks", "127.0.0.1"))
        {
            data.AddProduct(server);
            var target = data.Target(server, data.AddPool(server, HotPool.Seats));
            await Drive.Fill(target, options.Clients, "fill", HotPool.Seats / 2);
            tell("leases under load, turn by turn with and without listeners");
            report.Add(await Listen(data, server, target));
        }
        tell("audit");
        report.Add(await new AuditRate(options).Measure(data));
    }

    private async Task<IEnumerable<Figure>> Listen(ServerData data, ServerProcess server, Target target)
    {
        Listening[] all = [Listening.Nobody, Listening.Scrape, Listening.Stream, Listening.Webhook];
        await using var listeners = await Listeners.Of(data, server);
        await using (listeners.Begin(Listening.Scrape | Listening.Stream | Listening.Webhook))
            await Drive.For(HotPool.WarmUp, target, options.Clients, "warm", Turns.Cycle);
        var acts = all.ToDictionary(who => who, _ => new List<Measurement>());
        var (feed, calls) = (new List<double>(), new List<double>());
        for (var run = 0; run < options.Runs; run++)
            foreach (var who in all)
            {
                await using var round = listeners.Begin(who);
                acts[who].Add(await Drive.For(options.Time, target, options.Clients, $"{who}{run}", Turns.Cycle));
                if (who == Listening.Stream)
                    feed.Add(round.EventsASecond);
                if (who == Listening.Webhook)
                    calls.Add(round.CallsASecond);
            }
        var rate = acts.ToDictionary(pair => pair.Key, pair => Measurement.MedianOf(pair.Value).Rate);
        var alone = rate[Listening.Nobody];
        return
        [
            new Figure("alone", "activate + release while nobody listens", alone, "acts/s"),
            Figure.AtLeast("scrape", "  with a scrape a second, against it", rate[Listening.Scrape] / alone, "x", 0.9),
            Figure.AtLeast("stream", "  with a stream of the feed, against it", rate[Listening.Stream] / alone, "x", 0.9),
            new Figure("stream.events", "    events in the stream", Middle(feed), "1/s"),
            Figure.AtLeast("webhook", "  with a webhook, against it", rate[Listening.Webhook] / alone, "x", 0.9),
            new Figure("webhook.calls", "    calls of the webhook", Middle(calls), "1/s"),
        ];
    }

    private static double Middle(IEnumerable<double> values) => values.Order().ToList() is var all ? all[all.Count / 2] : 0;
}

using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;
using BigPicture.Benchmarks.Servers;

namespace BigPicture.Benchmarks.Rows;

/// <summary>Every figure of the cloud server, on a PostgreSQL and with servers that it starts and stops itself.</summary>
internal sealed class CloudBench(BenchOptions options, Action<string> tell)
{
    private const int ManyPools = 200;
    private const int SeatsOfMany = 100;

    public async Task Run(Report.Report report)
    {
        using var data = CloudData.Found();
        tell("making pools");
        var (hot, pools) = await MakePools(data);
        var (batches, singly) = (data.CopyDatabase("batches"), data.CopyDatabase("singly"));
        string[] names = ["bigpicture", "batches", "singly"];
        foreach (var name in names)
            data.Analyze(name);

        using var server = await data.Serve();
        var target = data.Target(server, hot);
        report.Add(new Figure("start", "start to ready", server.StartTime.TotalSeconds, "s"));
        tell("one pool");
        using (var bare = await ServerProcess.Bare(data.Directory, hot, batchSizeMax: 256, batches))
        using (var one = await ServerProcess.Bare(data.Directory, hot, batchSizeMax: 1, singly))
            await report.Add(new HotPool(options, HotPoolWants.Cloud).Measure(target, data.Target(bare, hot), data.Target(one, hot)));
        tell("renewals");
        await report.Add(new Renewals(options).Measure(target));

        var many = pools.Select(pool => data.Target(server, pool)).ToList();
        report.Add(await Measure("many_pools", "activate + release, 200 pools", many, Turns.Cycle));
        report.Add(await Measure("mixed", "activate, renew three times, release, 200 pools", many, Turns.Life));

        tell("three replicas");
        using var second = await data.Serve();
        using var third = await data.Serve();
        report.Add(await Replicas(target, data.Target(second, hot), data.Target(third, hot)));

        tell("filling: 1,000,000 taken seats");
        var (few, full) = await MakeSizes(data, server);
        data.CopyLease(full, PoolSizes.Many);
        data.Analyze();
        tell("pool sizes");
        await report.Add(new PoolSizes(options).Measure(data.Target(server, few), data.Target(server, full)));
    }

    private async Task<(string Few, string Full)> MakeSizes(CloudData data, ServerProcess server)
    {
        var (few, full) = (data.AddPool(server, HotPool.Seats), data.AddPool(server, 2 * PoolSizes.Many));
        await Drive.Fill(data.Target(server, few), options.Clients, "few", PoolSizes.Few);
        await Drive.Fill(data.Target(server, full), 1, "many", 1);
        return (few, full);
    }

    /// <summary>One and three replicas in turns, on the same processors: growth cannot show there.</summary>
    private async Task<IEnumerable<Figure>> Replicas(params Target[] three)
    {
        await Drive.For(TimeSpan.FromSeconds(12), three, options.Clients, "warm3", Turns.Cycle);
        var (alone, together) = (new List<Measurement>(), new List<Measurement>());
        for (var run = 0; run < options.Runs; run++)
        {
            alone.Add(await Drive.For(options.Time, three[0], options.Clients, $"alone{run}", Turns.Cycle));
            together.Add(await Drive.For(options.Time, three, options.Clients, $"three{run}", Turns.Cycle));
        }
        var (one, all) = (Measurement.MedianOf(alone).Rate, Measurement.MedianOf(together).Rate);
        return
        [
            new Figure("one_replica", "one of three replicas asked, one pool", one, "acts/s"),
            new Figure("three_replicas", "three replicas asked, one pool", all, "acts/s"),
            Figure.AtLeast("three_replicas.against_one", "  against one, on the same processors", all / one, "x", 0.9),
        ];
    }

    private async Task<Figure> Measure(string key, string name, List<Target> targets, Action<LeaseClient, ActTimer> turn)
    {
        tell(name);
        var runs = new List<Measurement>();
        for (var run = 0; run < options.Runs; run++)
            runs.Add(await Drive.For(options.Time, targets, options.Clients, $"{key}{run}", turn));
        return new Figure(key, name, Measurement.MedianOf(runs).Rate, "acts/s");
    }

    private async Task<(string Hot, List<string> Many)> MakePools(CloudData data)
    {
        using var server = await data.Serve();
        data.AddProduct(server);
        var hot = data.AddPool(server, HotPool.Seats);
        var many = Enumerable.Range(0, ManyPools).Select(_ => data.AddPool(server, SeatsOfMany)).ToList();
        await Drive.Fill(data.Target(server, hot), options.Clients, "fill", HotPool.Seats / 2);
        return (hot, many);
    }
}

using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;
using BigPicture.Benchmarks.Servers;

namespace BigPicture.Benchmarks.Rows;

/// <summary>Every figure of the local server, from servers that it starts and stops itself.</summary>
internal sealed class LocalBench(BenchOptions options, Action<string> tell)
{
    /// <summary>Older than any lease of the bench's policy lives.</summary>
    private const long DaysAgo = 30 * 86_400;

    public async Task Run(Report.Report report)
    {
        using var data = new ServerData();
        tell("making pools");
        var pools = await MakePools(data);

        var copies = (data.Copy("batches"), data.Copy("singly"));
        using (var server = await ServerProcess.License(data.Directory))
        {
            report.Add(new Figure("start", "start to ready, empty", server.StartTime.TotalSeconds, "s"));
            await MeasurePools(report, data, copies, server, pools);
            tell("memory");
            await report.Add(new Memory(options).Measure(data.Target(server, pools.Large)));
        }

        tell("filling: 1,000,000 taken seats, 1,000,000 expired leases");
        Filling.Copy(data.Directory, pools.Many, PoolSizes.Many, aged: 0);
        Filling.Copy(data.Directory, pools.Expired, ExpiredLeases.Count, DaysAgo);
        using (var server = await ServerProcess.License(data.Directory))
        {
            tell("expired leases");
            report.Add(ExpiredLeases.Measure(server, data.Target(server, pools.Expired), data.Target(server, pools.Few)));
            tell("pool sizes");
            await report.Add(new PoolSizes(options).Measure(data.Target(server, pools.Few), data.Target(server, pools.Many)));
        }
    }

    private async Task MeasurePools(
        Report.Report report,
        ServerData data,
        (string Batches, string Singly) copies,
        ServerProcess server,
        Pools pools
    )
    {
        using var bare = await ServerProcess.Bare(copies.Batches, pools.Hot, batchSizeMax: 256);
        using var singly = await ServerProcess.Bare(copies.Singly, pools.Hot, batchSizeMax: 1);
        var target = data.Target(server, pools.Hot);
        tell("one pool");
        await report.Add(
            new HotPool(options, HotPoolWants.Local).Measure(target, data.Target(bare, pools.Hot), data.Target(singly, pools.Hot))
        );
        tell("renewals");
        await report.Add(new Renewals(options).Measure(target));
        tell("one caller");
        await report.Add(new OneCaller(options).Measure(target, data.Directory));
        tell("verification");
        report.Add(new Verification(options).Measure(pools.Token, ServerData.Product, data.RootKeys));
    }

    private async Task<Pools> MakePools(ServerData data)
    {
        using var server = await ServerProcess.License(data.Directory);
        data.AddProduct(server);
        var pools = new Pools(
            data.AddPool(server, HotPool.Seats),
            data.AddPool(server, Memory.Leases),
            data.AddPool(server, HotPool.Seats),
            data.AddPool(server, 2 * PoolSizes.Many),
            data.AddPool(server, ExpiredLeases.Count + 1)
        );
        // Before the bare endpoints get their copies: rows among thousands of others touch more pages than rows in an empty table.
        var tokens = await Drive.Fill(data.Target(server, pools.Hot), options.Clients, "fill", HotPool.Seats / 2);
        await Drive.Fill(data.Target(server, pools.Few), options.Clients, "few", PoolSizes.Few);
        await Drive.Fill(data.Target(server, pools.Many), 1, "many", 1);
        await Drive.Fill(data.Target(server, pools.Expired), 1, "expired", 1);
        return pools with { Token = tokens[0] };
    }

    /// <summary>The entitlements, by what is done in their pools.</summary>
    private sealed record Pools(string Hot, string Large, string Few, string Many, string Expired)
    {
        /// <summary>One of the tokens of the leases that fill half of the hot pool.</summary>
        public string Token { get; init; } = "";
    }
}

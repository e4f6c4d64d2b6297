using BigPicture.Benchmarks.Load;

namespace BigPicture.Benchmarks.Rows;

/// <summary>What can be measured of a server that somebody else runs: from outside, with leases alone, all given back but those that run out.</summary>
internal sealed class TargetBench(BenchOptions options, Action<string> tell)
{
    public async Task Run(Report.Report report, Target target)
    {
        tell("activate and release");
        await report.Add(new HotPool(options, HotPoolWants.Local).Measure(target, null, null));
        tell("renewals");
        await report.Add(new Renewals(options).Measure(target));
        tell("one caller");
        await report.Add(new OneCaller(options).Measure(target, null));
    }
}

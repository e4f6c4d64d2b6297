using System.Diagnostics.Metrics;
using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;

namespace BigPicture.Application.Leasing.Metering;

/// <summary>How busy the ledger's lanes are.</summary>
internal sealed class LedgerMeter : IDisposable
{
    private static readonly KeyValuePair<string, object?> Keeping = new("queue", "keep");
    private static readonly KeyValuePair<string, object?> Activating = new("queue", "activate");

    private readonly Meter meter = new(Instrumentation.Name);
    private readonly TimeProvider clock;
    private readonly Histogram<double> wait;
    private readonly Histogram<double> commit;
    private readonly Histogram<long> size;
    private readonly Counter<long> overloads;

    public LedgerMeter(TimeProvider clock)
    {
        this.clock = clock;
        wait = meter.CreateHistogram(
            "bigpicture.ledger.wait.duration",
            "s",
            "From an act's arrival in a lane to its batch.",
            advice: Buckets.Seconds
        );
        commit = meter.CreateHistogram(
            "bigpicture.ledger.batch.duration",
            "s",
            "From a batch's start to its durable commit.",
            advice: Buckets.Seconds
        );
        size = meter.CreateHistogram("bigpicture.ledger.batch.size", "{act}", "Acts in one transaction.", advice: Buckets.BatchSizes);
        overloads = meter.CreateCounter<long>("bigpicture.ledger.overloads", "{act}", "Acts that were sent away because a queue was full.");
    }

    public void Watch(Func<(int Keeping, int Activating)> depth) =>
        meter.CreateObservableGauge(
            "bigpicture.ledger.queue.depth",
            () =>
            {
                var now = depth();
                return new Measurement<int>[] { new(now.Keeping, Keeping), new(now.Activating, Activating) };
            },
            "{act}",
            "Acts that wait for a batch."
        );

    public long Now => clock.GetTimestamp();

    public void Taken(List<PostedAct> acts, long now)
    {
        if (!wait.Enabled)
            return;
        foreach (var posted in acts)
            wait.Record(clock.GetElapsedTime(posted.PostedAt, now).TotalSeconds);
    }

    public void Committed(int acts, long begun)
    {
        size.Record(acts);
        commit.Record(clock.GetElapsedTime(begun).TotalSeconds);
    }

    public void Overloaded(bool takesSeats) => overloads.Add(1, takesSeats ? Activating : Keeping);

    public void Dispose() => meter.Dispose();
}

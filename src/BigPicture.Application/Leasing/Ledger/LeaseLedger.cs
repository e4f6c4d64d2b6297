using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Metering;
using BigPicture.Domain.Leasing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BigPicture.Application.Leasing.Ledger;

/// <summary>Hands each act to the lane of its entitlement, so that acts on one book never wait for each other's locks.</summary>
internal sealed class LeaseLedger(BatchCommitter committer, LedgerOptions options, LedgerMeter meter, ILogger<Lane> log)
    : ILeaseLedger,
        IHostedService,
        IReadinessCheck
{
    private readonly Lane[] lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new Lane(committer, options, meter, log))];

    public string Name => "ledger";

    public ValueTask<string?> Problem(CancellationToken cancel) =>
        new(Array.TrueForAll(lanes, lane => lane.IsRunning) ? null : "takes no acts");

    public Task<ActResult> Post(LeaseAct act, CancellationToken cancel) =>
        Instrumentation.Source.HasListeners() ? LedgerTraces.Post(LaneOf(act), act, cancel) : LaneOf(act).Post(act, null, cancel);

    public Task<ActResult> Try(LeaseAct act, CancellationToken cancel) => committer.Try(act, cancel);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in lanes)
            lane.Start();
        meter.Watch(() => (lanes.Sum(lane => lane.Depth.Keeping), lanes.Sum(lane => lane.Depth.Activating)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(lanes.Select(lane => lane.Stop())).WaitAsync(cancellationToken);

    private Lane LaneOf(LeaseAct act) => lanes[(uint)act.Entitlement.GetHashCode() % (uint)lanes.Length];
}

using BigPicture.Proof.Clients;
using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Faults;

/// <summary>One fault after the other over the time of a run, chosen by the seed alone.</summary>
internal sealed class FaultPlan(
    IReadOnlyList<IFault> faults,
    int pauseMillisecondsMax,
    HistoryWriter history,
    RunClock clock,
    Random random
)
{
    private readonly List<Fault> played = [];

    /// <summary>What was done so far.</summary>
    public IReadOnlyList<Fault> Played => played;

    public async Task Play(CancellationToken stop)
    {
        var left = new Queue<IFault>();
        while (faults.Count > 0)
        {
            await Pause.For(random.Next(pauseMillisecondsMax / 4, pauseMillisecondsMax), stop);
            if (stop.IsCancellationRequested)
                return;
            // Each of them once before any of them again, so that a short run has them all.
            if (left.Count == 0)
                left = new Queue<IFault>(Shuffled());
            var fault = left.Dequeue();
            var target = fault.Aim(random);
            var start = clock.Ns;
            await fault.Inflict(target, random, stop);
            var done = new Fault(fault.Kind, target, start, clock.Ns);
            played.Add(done);
            history.Write(done);
        }
    }

    private IFault[] Shuffled()
    {
        var all = faults.ToArray();
        random.Shuffle(all);
        return all;
    }
}

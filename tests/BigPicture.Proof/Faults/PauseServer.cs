using BigPicture.Proof.Rig;

namespace BigPicture.Proof.Faults;

/// <summary>Not one instruction for seconds, wherever it was; then it goes on as if nothing had been.</summary>
internal sealed class PauseServer(Site site) : ServerFault(site)
{
    private const int MillisecondsMax = 3_000;

    public override string Kind => "pause server";

    protected override async Task Inflict(Replica replica, Random random, CancellationToken stop)
    {
        await replica.Process.Hold();
        await For(random.Next(200, MillisecondsMax), stop);
        await replica.Process.Unhold();
    }
}

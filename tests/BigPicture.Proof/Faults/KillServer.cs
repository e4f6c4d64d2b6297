using BigPicture.Proof.Rig;

namespace BigPicture.Proof.Faults;

/// <summary>kill -9 in the middle of the work, and a start on what is left.</summary>
internal sealed class KillServer(Site site) : ServerFault(site)
{
    public override string Kind => "kill server";

    protected override async Task Inflict(Replica replica, Random random, CancellationToken stop)
    {
        await replica.Process.Kill();
        await For(random.Next(500), stop);
        replica.Process.Start();
        await replica.Process.Ready(CancellationToken.None);
    }
}

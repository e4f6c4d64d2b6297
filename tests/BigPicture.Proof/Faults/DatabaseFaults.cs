using BigPicture.Proof.Rig;

namespace BigPicture.Proof.Faults;

/// <summary>A fault of the one database that all servers share.</summary>
internal abstract class DatabaseFault : IFault
{
    public abstract string Kind { get; }

    public string Aim(Random random) => "database";

    public abstract Task Inflict(string target, Random random, CancellationToken stop);
}

/// <summary>kill -9 of every process of PostgreSQL, and a start on what its disk holds.</summary>
internal sealed class KillDatabase(CloudSite site) : DatabaseFault
{
    public override string Kind => "kill database";

    public override async Task Inflict(string target, Random random, CancellationToken stop)
    {
        site.Primary.Signal("KILL");
        await Pause.For(random.Next(500), stop);
        site.Primary.Resume();
    }
}

/// <summary>All of PostgreSQL stands still for seconds, in whatever transaction it is.</summary>
internal sealed class PauseDatabase(CloudSite site) : DatabaseFault
{
    private const int MillisecondsMax = 3_000;

    public override string Kind => "pause database";

    public override async Task Inflict(string target, Random random, CancellationToken stop)
    {
        site.Primary.Signal("STOP");
        await Pause.For(random.Next(200, MillisecondsMax), stop);
        site.Primary.Signal("CONT");
    }
}

/// <summary>
/// A standby gets every commit before it is acknowledged; then the primary dies or stands still, the standby is promoted, and the servers' address
/// follows. A primary that stood still comes back and knows nothing of that.
/// </summary>
internal sealed class FailOver(CloudSite site) : DatabaseFault
{
    public override string Kind => "fail over";

    public override async Task Inflict(string target, Random random, CancellationToken stop)
    {
        var (old, standby) = (site.Primary, site.Primary.StartStandby());
        await Pause.For(random.Next(500, 3_000), stop);
        var comesBack = random.Next(2) == 0;
        old.Signal(comesBack ? "STOP" : "KILL");
        standby.Promote();
        site.Follow(standby);
        if (comesBack)
        {
            await Pause.For(random.Next(1_000), stop);
            old.Signal("CONT");
        }
    }
}

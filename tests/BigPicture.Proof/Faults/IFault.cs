using BigPicture.Proof.Rig;

namespace BigPicture.Proof.Faults;

/// <summary>Something that is done to a site on purpose.</summary>
internal interface IFault
{
    /// <summary>In the history and the table.</summary>
    string Kind { get; }

    /// <summary>What it would be done to: the name of a server or database.</summary>
    string Aim(Random random);

    /// <summary>Does it, keeps it up for a while, and makes it good again; after the word to stop it makes it good at once.</summary>
    Task Inflict(string target, Random random, CancellationToken stop);
}

/// <summary>A fault of one server out of several.</summary>
internal abstract class ServerFault(Site site) : IFault
{
    public abstract string Kind { get; }

    public string Aim(Random random) => site.Replicas[random.Next(site.Replicas.Count)].Name;

    public Task Inflict(string target, Random random, CancellationToken stop) =>
        Inflict(site.Replicas.Single(replica => replica.Name == target), random, stop);

    protected abstract Task Inflict(Replica replica, Random random, CancellationToken stop);

    /// <summary>For so long, or until all is over.</summary>
    protected static Task For(int milliseconds, CancellationToken stop) => Pause.For(milliseconds, stop);
}

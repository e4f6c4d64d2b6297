using BigPicture.Proof.Clients;
using BigPicture.Proof.Faults;
using BigPicture.Proof.Histories;
using BigPicture.Proof.Rig;

namespace BigPicture.Proof;

/// <summary>What a trial is to be.</summary>
/// <param name="Seed">All choices come from it.</param>
/// <param name="Time">How long clients work.</param>
internal sealed record TrialPlan(long Seed, TimeSpan Time)
{
    public Mix Mix { get; init; } = new();

    /// <summary>The length of leases.</summary>
    public int LeaseSeconds { get; init; } = 60;

    /// <summary>How far the clocks may be apart in it.</summary>
    public int SkewMs { get; init; } = 1_500;

    /// <summary>The longest time between two faults.</summary>
    public int FaultPauseMs { get; init; } = 3_000;

    public Func<Site, IEnumerable<IFault>> Faults { get; init; } = _ => [];
}

/// <summary>Clients and faults on one site, until the time is up; then everything heals and is read.</summary>
internal sealed class Trial(Site site, TrialPlan plan, string build, Action<string> tell)
{
    private const int ClientsCount = 64;

    /// <summary>The longest pause of a server and of its database, and how long the server waits for an answer of that.</summary>
    private const int SettleMs = 30_000;

    /// <summary>Where the history lies.</summary>
    public string Folder { get; } = Path.Combine(site.Folder, "history");

    public async Task<TrialResult> Run(CancellationToken cancel)
    {
        var random = new Random(plan.Seed.GetHashCode() * 31 + site.Name.Length);
        var pools = await PoolBook.Found(site, plan.SkewMs, plan.LeaseSeconds);
        var clock = new RunClock();
        using var history = new HistoryWriter(
            Folder,
            new Run
            {
                Seed = plan.Seed,
                Build = build,
                SettleMs = SettleMs,
            },
            pools.Pools
        );
        var ground = new Ground(site, pools, history, clock);
        var faults = new FaultPlan([.. plan.Faults(site)], plan.FaultPauseMs, history, clock, new Random(random.Next()));
        using var follower = new FeedReader("follower", ground, history, new Random(random.Next()));
        var clients = Enumerable.Range(1, ClientsCount).Select(number => new Client(number, ground, plan.Mix, random.Next())).ToList();
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            stop.CancelAfter(plan.Time);
            tell($"{site.Name}: {ClientsCount} clients for {plan.Time.TotalSeconds:0} s");
            await Task.WhenAll(
                clients.Select(client => client.Run(stop.Token)).Append(faults.Play(stop.Token)).Append(follower.Follow(stop.Token))
            );
            cancel.ThrowIfCancellationRequested();
            tell($"{site.Name}: {ground.Operations} operations, {faults.Played.Count} faults; healing and reading");
            await site.Heal(cancel);
            await follower.ToEnd();
            using var final = new FeedReader(FeedEvent.Final, ground, history, random);
            await final.ToEnd();
            history.Write(await LeaseReader.All(site));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
        return new TrialResult(site.Name, Folder, ground.Operations, faults.Played, ground.Lies);
    }
}

/// <summary>What came of a trial, before it is judged.</summary>
internal sealed record TrialResult(
    string Site,
    string Folder,
    long Operations,
    IReadOnlyList<Fault> Faults,
    IReadOnlyCollection<string> Lies
);

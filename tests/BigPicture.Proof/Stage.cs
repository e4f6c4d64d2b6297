using BigPicture.Proof.Clients;
using BigPicture.Proof.Faults;
using BigPicture.Proof.Rig;

namespace BigPicture.Proof;

/// <summary>The parts of a proof: a site each, with the faults that belong to it.</summary>
internal sealed record Stage(
    string Name,
    double Share,
    Func<Programs, string, CancellationToken, Task<Site>> Start,
    Func<long, TimeSpan, TrialPlan> Plan
)
{
    /// <summary>How far a local server's clocks may be apart before it takes that for a step.</summary>
    private const int AgreedSecondsMax = 60;

    /// <summary>A run of this length has each fault often, and time for much work in between.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(4);

    /// <summary>So long that no step of the clock ends a lease by itself.</summary>
    private const int LongLeaseSeconds = 3_600;

    public static readonly Stage Local = new(
        "local",
        0.4,
        async (programs, folder, cancel) => await LocalSite.Start(programs, folder, cancel),
        (seed, time) => new TrialPlan(seed, time) { FaultPauseMs = Pause(6_000, time), Faults = LocalFaults }
    );

    public static readonly Stage Clock = new(
        "clock",
        0.15,
        async (programs, folder, cancel) => await LocalSite.Start(programs, folder, cancel),
        (seed, time) =>
            new TrialPlan(seed, time)
            {
                LeaseSeconds = LongLeaseSeconds,
                SkewMs = (StepClock.SecondsMax + AgreedSecondsMax + 5) * 1_000,
                FaultPauseMs = Pause(4_000, time),
                Faults = ClockFaults,
            }
    );

    public static readonly Stage Cloud = new(
        "cloud",
        0.45,
        async (programs, folder, cancel) => await CloudSite.Start(programs, folder, cancel),
        (seed, time) => new TrialPlan(seed, time) { FaultPauseMs = Pause(3_000, time), Faults = CloudFaults }
    );

    public static readonly IReadOnlyList<Stage> All = [Local, Clock, Cloud];

    public static Stage Named(string name) =>
        All.SingleOrDefault(stage => stage.Name == name)
        ?? throw new InvalidOperationException($"No such stage: '{name}'. There are {string.Join(", ", All.Select(stage => stage.Name))}.");

    /// <summary>The same with clients who choose otherwise.</summary>
    public Stage Of(Mix mix) => this with { Plan = (seed, time) => Plan(seed, time) with { Mix = mix } };

    /// <summary>The same, and nothing is done to it.</summary>
    public Stage WithoutFaults() => this with { Plan = (seed, time) => Plan(seed, time) with { Faults = _ => [] } };

    /// <summary>The same with these faults alone, one soon after the other.</summary>
    public Stage Under(Func<Site, IEnumerable<IFault>> faults) =>
        this with
        {
            Plan = (seed, time) => Plan(seed, time) with { Faults = faults, FaultPauseMs = 600 },
        };

    private static int Pause(int milliseconds, TimeSpan time) => time < Long ? milliseconds : milliseconds * 3;

    // Where no clock can be set, the table of faults has no steps of it.
    private static IEnumerable<IFault> ClockFaults(Site site) =>
        site is LocalSite { Clock: { } clock } ? [new StepClock(clock), new KillServer(site)] : [new KillServer(site)];

    private static IEnumerable<IFault> LocalFaults(Site site) =>
        [new KillServer(site), new PauseServer(site), .. BadWeather.Of(site, "client-server", replica => replica.Front)];

    private static IEnumerable<IFault> CloudFaults(Site site) =>
        [
            .. LocalFaults(site),
            .. BadWeather.Of(site, "server-database", replica => replica.Back!),
            new KillDatabase((CloudSite)site),
            new PauseDatabase((CloudSite)site),
            new FailOver((CloudSite)site),
        ];
}

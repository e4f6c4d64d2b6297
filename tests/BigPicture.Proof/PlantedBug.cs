using BigPicture.Proof.Clients;
using BigPicture.Proof.Faults;
using BigPicture.Proof.Rig;

namespace BigPicture.Proof;

/// <summary>A mistake that a build for the self-test makes when its name stands in the environment.</summary>
/// <param name="Name">As the environment has it.</param>
/// <param name="Stage">Where it is to be found.</param>
/// <param name="Seconds">How long one attempt takes.</param>
internal sealed record PlantedBug(string Name, Stage Stage, int Seconds)
{
    /// <summary>What the servers read.</summary>
    public const string Variable = "BIGPICTURE_PLANTED_BUG";

    /// <summary>Longer than a lease lasts.</summary>
    private const int PastALease = 70;

    private static readonly Mix Crowd = new() { RevokeEntitlement = 0, Abandon = 0.1 };

    /// <summary>Leases run out here: nobody gives any back, and their tokens are seldom shown before their end.</summary>
    private static readonly Mix Forgetful = new()
    {
        HeldMax = int.MaxValue,
        Activate = 10,
        Again = 0,
        TakeOver = 0,
        Renew = 0,
        Release = 0,
        Validate = 1,
        UseOld = 0.6,
        Abandon = 5,
        RevokeLease = 0,
        ChangeLimit = 0,
        Suspend = 0,
        RevokeEntitlement = 0,
    };

    private static readonly Stage Local = Stage.Local.Of(Crowd);
    private static readonly Stage Calm = Stage.Cloud.Of(Crowd).WithoutFaults();

    /// <summary>What is under way is given up in the middle.</summary>
    private static IEnumerable<IFault> Broken(Site site) => [BadWeather.Cut(site, "server-database", replica => replica.Back!)];

    /// <summary>One server's transactions stay open while others' commit.</summary>
    private static IEnumerable<IFault> Halting(Site site) => [BadWeather.Halt(site, "server-database", replica => replica.Back!, 150, 500)];

    /// <summary>What one server has begun goes on only when others have done much meanwhile.</summary>
    private static IEnumerable<IFault> Held(Site site) =>
        [BadWeather.Halt(site, "server-database", replica => replica.Back!, 3_000, 3_500)];

    public static readonly IReadOnlyList<PlantedBug> All =
    [
        new("count-then-insert", Local, 20),
        new("missing-lock", Calm, 20),
        new("late-renewal-revives", Stage.Local.Of(Forgetful).WithoutFaults(), PastALease),
        new("second-lease-on-retry", Local, 15),
        new("event-outside-transaction", Stage.Cloud.Of(Crowd).Under(Broken), 20),
        new("stale-entitlement", Stage.Cloud.Of(Crowd with { ChangeLimit = 3, Suspend = 3 }).WithoutFaults(), 25),
        new("held-seat-freed", Stage.Local.Of(Crowd with { RevokeLease = 8 }), 20),
        new("counter-drift", Local, 20),
        new("lost-generation-check", Stage.Local.Of(Crowd with { TakeOver = 10, UseOld = 15 }), 20),
        new("open-transaction-stepped-over", Stage.Cloud.Of(Crowd).Under(Halting), 20),
        new("shared-seat-freed", Local, 20),
        new("clock-before-lock", Stage.Cloud.Of(Crowd).Under(Held), 30),
    ];

    /// <summary>Some of them, by a seed.</summary>
    public static IReadOnlyList<PlantedBug> Chosen(int count, long seed)
    {
        var all = All.ToArray();
        new Random(seed.GetHashCode()).Shuffle(all);
        return all[..Math.Min(count, all.Length)];
    }

    public static PlantedBug Named(string name) =>
        All.SingleOrDefault(bug => bug.Name == name)
        ?? throw new InvalidOperationException($"No such mistake: '{name}'. There are {string.Join(", ", All.Select(bug => bug.Name))}.");
}

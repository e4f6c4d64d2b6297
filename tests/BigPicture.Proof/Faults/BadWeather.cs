using BigPicture.Proof.Rig;

namespace BigPicture.Proof.Faults;

/// <summary>The network of one server misbehaves: towards its clients, or towards its database.</summary>
internal sealed class BadWeather(Site site, string kind, Func<Replica, TcpProxy> side, Func<Random, Weather> weather) : ServerFault(site)
{
    private const int MillisecondsMax = 2_500;

    public override string Kind => kind;

    public static IEnumerable<IFault> Of(Site site, string between, Func<Replica, TcpProxy> side) =>
        [
            Cut(site, between, side),
            new BadWeather(site, $"slow {between}", side, random => new Weather.Slow(TimeSpan.FromMilliseconds(random.Next(5, 120)))),
            Halt(site, between, side, 50, 500),
            Halt(site, between, side, 2_500, 3_500),
            new BadWeather(site, $"half-open {between}", side, random => random.Next(3) == 0 ? new Weather.Deaf() : new Weather.Mute()),
        ];

    /// <summary>Connections end in the middle of what is said.</summary>
    public static IFault Cut(Site site, string between, Func<Replica, TcpProxy> side) =>
        new BadWeather(site, $"cut {between}", side, random => new Weather.Cutting(random.Next(1_000, 60_000)));

    /// <summary>
    /// What is said halts in its middle: so much later comes the rest. Towards a database that is a transaction with half of its statements done, and its
    /// locks taken, while others go on.
    /// </summary>
    public static IFault Halt(Site site, string between, Func<Replica, TcpProxy> side, int millisecondsLeast, int millisecondsMost) =>
        new BadWeather(
            site,
            $"halt {between}",
            side,
            random => new Weather.Halting(TimeSpan.FromMilliseconds(random.Next(millisecondsLeast, millisecondsMost)))
        );

    protected override async Task Inflict(Replica replica, Random random, CancellationToken stop)
    {
        side(replica).Turn(weather(random));
        await For(random.Next(300, MillisecondsMax), stop);
        side(replica).Turn(new Weather.Clear());
    }
}

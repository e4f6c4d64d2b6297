using BigPicture.Proof.Rig;

namespace BigPicture.Proof.Faults;

/// <summary>The network of one server misbehaves: towards its clients, or towards its database.</summary>
internal sealed class BadWeather(Site site, string kind, Func<Replica, TcpProxy> side, Func<Random, Weather> weather) : ServerFault(site)
{
    private const int MillisecondsMax = 2_500;

    public override string Kind => kind;

    public static IEnumerable<IFault> Of(Site site, string between, Func<Replica, TcpProxy> side) =>
        [
            new BadWeather(site, $"cut {between}", side, random => new Weather.Cutting(random.Next(1_000, 60_000))),
            new BadWeather(site, $"slow {between}", side, random => new Weather.Slow(TimeSpan.FromMilliseconds(random.Next(5, 120)))),
            new BadWeather(site, $"half-open {between}", side, random => random.Next(3) == 0 ? new Weather.Deaf() : new Weather.Mute()),
        ];

    protected override async Task Inflict(Replica replica, Random random, CancellationToken stop)
    {
        side(replica).Turn(weather(random));
        await For(random.Next(300, MillisecondsMax), stop);
        side(replica).Turn(new Weather.Clear());
    }
}

using BigPicture.Testing.Clocks;

namespace BigPicture.Proof.Faults;

/// <summary>The system clock of the local server is set wrong, and later right again.</summary>
internal sealed class StepClock(FakeClock clock) : IFault
{
    /// <summary>The farthest step; tokens are dated by it where it goes ahead.</summary>
    public const int SecondsMax = 600;

    private const int MillisecondsMin = 3_000;
    private const int MillisecondsMax = 6_000;

    private static readonly int[] Steps = [-SecondsMax, -30, 30, SecondsMax];

    public string Kind => "step clock";

    public string Aim(Random random) => "local";

    public async Task Inflict(string target, Random random, CancellationToken stop)
    {
        clock.Set(Steps[random.Next(Steps.Length)]);
        // The server sees it within a second or two.
        await Pause.For(random.Next(MillisecondsMin, MillisecondsMax), stop);
        clock.Set(0);
    }
}

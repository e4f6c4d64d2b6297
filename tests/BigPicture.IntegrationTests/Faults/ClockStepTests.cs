using BigPicture.IntegrationTests.Crashes;
using BigPicture.Testing.Clocks;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>The system clock is set while the server runs.</summary>
public sealed class ClockStepTests
{
    private const long Minute = 60;
    private const long Day = 24 * 60 * Minute;

    private static readonly long[] Steps = [-3 * Day, -10 * Minute, -30, 30, 10 * Minute, 3 * Day];

    [Fact]
    public async Task Each_step_is_tolerated_or_freezes_or_stops_grants_while_idle_while_renewing_and_at_an_expiry()
    {
        FakeClock.Needed();
        using (var data = await ServerData.Found())
        {
            // All at once: they mostly wait for the same lease to end.
            var trials = Steps.Select(step => (Step: step, Data: data.Copy())).ToList();
            try
            {
                await Task.WhenAll(trials.Select(trial => ClockTrial.Run(trial.Data, trial.Step)));
                foreach (var trial in trials)
                    await trial.Data.Audit();
            }
            finally
            {
                trials.ForEach(trial => trial.Data.Dispose());
            }
        }
        foreach (var step in Steps)
            FaultTable.Note($"clock step {step:+0;-0} s, running", 3, OutcomeOf(step));
    }

    private static string OutcomeOf(long step) =>
        step switch
        {
            < -Minute => "grants stopped, renewals went on, told, red; put right: green, no seat twice",
            > Minute => "nothing freed or ended, told, red; put right: green, no seat twice",
            _ => "tolerated: not told, green; no seat twice",
        };
}

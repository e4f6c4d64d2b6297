using BigPicture.Testing.Leasing;
using BigPicture.Testing.Leasing.Trials;
using CsCheck;
using Xunit;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>Random histories: whatever happens, the ledger does what a list of leases with their times would do.</summary>
public sealed class LedgerPropertyTests
{
    private const int StepsMax = 30;

    private static readonly bool Long = Environment.GetEnvironmentVariable("BIGPICTURE_LONG") == "1";

    [Fact]
    public Task Any_history_in_memory_is_the_models() =>
        TrialScripts
            .Gen(StepsMax)
            .SampleAsync(
                async steps =>
                {
                    await using var ledger = new MemoryLedger(LeaseSamples.Start);
                    await new LedgerTrial(ledger).Run(steps);
                },
                iter: Long ? 100_000 : 4_000,
                print: Print
            );

    private static string Print(TrialStep[] steps) => string.Join('\n', steps.Select(step => step.ToString()));
}

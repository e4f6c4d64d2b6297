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
        Play(() => Task.FromResult<ILedgerUnderTest>(new MemoryLedger(LeaseSamples.Start)), histories: Long ? 200_000 : 500);

    [Fact]
    public Task Any_history_on_sqlite_is_the_models() => Play(async () => await SqliteLedger.Create(), histories: Long ? 2_000 : 15);

    private static async Task Play(Func<Task<ILedgerUnderTest>> open, int histories)
    {
        var issued = 0;
        await TrialScripts
            .Gen(StepsMax)
            .SampleAsync(
                async steps =>
                {
                    await using var ledger = await open();
                    var trial = new LedgerTrial(ledger);
                    await trial.Run(steps);
                    if (ledger is SqliteLedger sqlite)
                        Assert.Empty(await sqlite.Audit());
                    Interlocked.Add(ref issued, trial.LeasesIssued);
                },
                iter: histories,
                print: steps => string.Join('\n', steps.Select(step => step.ToString()))
            );
        Assert.True(issued > histories, $"{issued} leases in {histories} histories prove little.");
    }
}

using System.Diagnostics;
using BigPicture.Proof.Checking;
using BigPicture.Proof.Checking.Claims;
using BigPicture.Proof.Histories;
using CsCheck;
using Xunit;

namespace BigPicture.Tests.Proof.Checking;

public sealed class SimulationTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("BIGPICTURE_LONG") == "1";

    [Fact]
    public void Nothing_is_found_in_the_histories_of_a_right_server() =>
        Gen.Int.Sample(
            seed =>
            {
                var broken = Checker.Check(Simulation.Run(seed)).FirstOrDefault(result => result.Broken > 0);
                Assert.True(broken is null, $"Seed {seed}: {broken?.Says} {broken?.Violations[0]}");
            },
            iter: IsLong ? 5_000 : 200,
            threads: 1
        );

    [Fact]
    public void The_histories_put_every_claim_to_the_test_but_that_of_the_epoch()
    {
        var judged = Enumerable.Range(0, 20).SelectMany(seed => Checker.Check(Simulation.Run(seed))).ToLookup(result => result.Says);

        Assert.All(
            judged.Where(claim => claim.Key != new EpochNeverFalls().Says),
            claim => Assert.True(claim.Sum(result => result.Judged) > 20, claim.Key)
        );
    }

    private const int Rounds = 20;

    [Theory]
    [InlineData(Mistake.GrantsOneTooMany, typeof(SeatsWithinLimit))]
    [InlineData(Mistake.GrantsOneTooMany, typeof(WindowsFitTheModel))]
    [InlineData(Mistake.RefusesOneTooEarly, typeof(RefusalsPossible))]
    [InlineData(Mistake.RefusesOneTooEarly, typeof(WindowsFitTheModel))]
    [InlineData(Mistake.IgnoresLoweredLimit, typeof(GrantedBelowLimit))]
    [InlineData(Mistake.RenewsExpired, typeof(ExpiredStaysExpired))]
    [InlineData(Mistake.RenewsRevoked, typeof(EndedStaysEnded))]
    [InlineData(Mistake.GrantsWhileSuspended, typeof(NothingWhileSuspended))]
    [InlineData(Mistake.RefusesLiveRenewal, typeof(LiveLeasesRenew))]
    [InlineData(Mistake.SecondLeaseForAKey, typeof(OneLeaseAKey))]
    [InlineData(Mistake.SecondLeaseForAKey, typeof(FeedHasOneLeaseAKey))]
    [InlineData(Mistake.NoGenerationCheck, typeof(OldGenerationsRefused))]
    [InlineData(Mistake.FreesSharedSeat, typeof(SeatsWithinLimit))]
    [InlineData(Mistake.FreesHeldSeat, typeof(SeatsWithinLimit))]
    [InlineData(Mistake.LosesEvents, typeof(FeedTellsEachActOnce))]
    [InlineData(Mistake.TellsEventsTwice, typeof(FeedTellsEachActOnce))]
    [InlineData(Mistake.LosesAcknowledgedLease, typeof(ListHoldsEachLease))]
    public void A_mistake_of_the_server_is_found(Mistake mistake, Type claim)
    {
        var says = Checker.Claims.Single(known => known.GetType() == claim).Says;

        var found = Enumerable
            .Range(0, Rounds)
            .Count(seed => Checker.Check(Simulation.Run(seed, mistake: mistake)).Single(result => result.Says == says).Broken > 0);

        output.WriteLine($"{mistake}: {claim.Name} found it in {found} of {Rounds} histories of 400 operations.");
        Assert.NotEqual(0, found);
    }

    [Fact]
    public void A_long_history_is_judged_in_one_sweep()
    {
        // Histories of one pool each, put side by side: the size of a run of many pools.
        var pools = IsLong ? 50 : 5;
        var parts = Enumerable
            .Range(0, pools)
            .Select(seed => Renamed(Simulation.Run(seed, 20_000, clients: 32, pace: 0.05), $"p{seed}-"))
            .ToArray();
        var history = parts[0] with
        {
            Pools = [.. parts.SelectMany(part => part.Pools)],
            Operations = [.. parts.SelectMany(part => part.Operations).OrderBy(call => call.ReturnNs)],
            Feed = null,
            Leases = null,
        };
        var clock = Stopwatch.StartNew();

        var results = Checker.Check(history);

        output.WriteLine($"{history.Operations.Count:N0} operations of {pools} pools judged in {clock.Elapsed.TotalSeconds:F1} s.");
        Assert.InRange(history.Operations.Count, pools * 19_000, pools * 21_000);
        Assert.All(results, result => Assert.Equal(0, result.Broken));
    }

    private static History Renamed(History history, string prefix) =>
        history with
        {
            Pools = [.. history.Pools.Select(pool => pool with { Entitlement = prefix + pool.Entitlement })],
            Operations =
            [
                .. history.Operations.Select(call =>
                    call with
                    {
                        Entitlement = prefix + call.Entitlement,
                        LeaseId = call.LeaseId is null ? null : prefix + call.LeaseId,
                        Presented = Renamed(call.Presented, prefix),
                        Token = Renamed(call.Token, prefix),
                    }
                ),
            ],
        };

    private static TokenFacts? Renamed(TokenFacts? token, string prefix) =>
        token is null ? null : token with { LeaseId = prefix + token.LeaseId, Digest = prefix + token.Digest };
}

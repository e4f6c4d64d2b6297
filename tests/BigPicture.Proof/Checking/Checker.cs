using BigPicture.Proof.Checking.Claims;
using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking;

/// <summary>Judges a history by every claim.</summary>
public static class Checker
{
    internal static readonly IReadOnlyList<IClaim> Claims =
    [
        new SeatsWithinLimit(),
        new GrantedBelowLimit(),
        new RefusalsPossible(),
        new LiveLeasesRenew(),
        new EndedStaysEnded(),
        new ExpiredStaysExpired(),
        new NothingWhileSuspended(),
        new OldGenerationsRefused(),
        new OneLeaseAKey(),
        new RetriesAnswerTheSame(),
        new ClockNeverFalls(),
        new EpochNeverFalls(),
        new WindowsFitTheModel(),
        new FeedKeepsItsOrder(),
        new FeedTellsEachActOnce(),
        new FeedFollowsTime(),
        new FeedHasOneLeaseAKey(),
        new ListHoldsEachLease(),
    ];

    public static IReadOnlyList<ClaimResult> Check(History history)
    {
        var evidence = new Evidence(history);
        return [.. Claims.Select(claim => Judge(claim, evidence))];
    }

    internal static ClaimResult Judge(IClaim claim, Evidence evidence)
    {
        var findings = new Findings();
        claim.Judge(evidence, findings);
        return findings.ToResult(claim.Says);
    }
}

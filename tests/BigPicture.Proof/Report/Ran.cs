using BigPicture.Proof.Checking;
using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Report;

/// <summary>What came of one stage: what was done, and the verdict on it.</summary>
internal sealed record Ran(
    string Stage,
    string Folder,
    long Operations,
    IReadOnlyDictionary<(OperationKind Kind, Outcome Outcome), int> Counts,
    IReadOnlyDictionary<string, int> Faults,
    IReadOnlyList<ClaimResult> Claims
)
{
    public long Violations => Claims.Sum(claim => claim.Broken);

    /// <summary>Judges a trial by the history that it wrote, and by nothing else; and by what no server may answer whatever the history.</summary>
    public static Ran Judge(string stage, TrialResult trial)
    {
        var history = HistoryFolder.Read(trial.Folder);
        var honest = new ClaimResult(
            "Every answer is one that the protocol has, and every token verifies.",
            trial.Operations,
            trial.Lies.Count,
            [.. trial.Lies.Take(Findings.KeptMax).Select(lie => new Violation(lie, []))]
        );
        return new Ran(
            stage,
            trial.Folder,
            history.Operations.Count,
            history.Operations.CountBy(operation => (operation.Kind, operation.Outcome)).ToDictionary(),
            history.Faults.CountBy(fault => fault.Kind).ToDictionary(),
            [.. Checker.Check(history), honest]
        );
    }
}

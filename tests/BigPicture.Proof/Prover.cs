using System.Diagnostics;
using BigPicture.Proof.Report;
using BigPicture.Proof.Rig;

namespace BigPicture.Proof;

/// <summary>Plays stages and judges them.</summary>
/// <param name="Programs">The servers.</param>
/// <param name="Folder">Where histories and logs go.</param>
/// <param name="Seed">All choices come from it.</param>
/// <param name="Checked">What was built.</param>
/// <param name="Tell">Hears how it goes.</param>
internal sealed record Prover(Programs Programs, string Folder, long Seed, Checked Checked, Action<string> Tell)
{
    /// <summary>Stages, one after the other.</summary>
    /// <param name="time">How long clients work in all.</param>
    public async Task<ProofReport> Run(IReadOnlyList<Stage> stages, TimeSpan time, CancellationToken cancel)
    {
        var ran = new List<Ran>();
        var shares = stages.Sum(stage => stage.Share);
        foreach (var stage in stages)
            ran.Add(await Run(stage, time * (stage.Share / shares), stage.Name, cancel));
        return new ProofReport(Checked.Commit, Seed, ran);
    }

    /// <summary>One stage and the verdict on it.</summary>
    /// <param name="name">Of the folder.</param>
    public async Task<Ran> Run(Stage stage, TimeSpan time, string name, CancellationToken cancel)
    {
        TrialResult result;
        await using (var site = await stage.Start(Programs, Path.Combine(Folder, name), cancel))
            result = await new Trial(site, stage.Plan(Seed, time), Checked.Commit, Tell).Run(cancel);
        var watch = Stopwatch.StartNew();
        var ran = Ran.Judge(stage.Name, result);
        Tell($"{stage.Name}: {ran.Operations} operations judged in {watch.Elapsed.TotalSeconds:0} s, {ran.Violations} violations");
        return ran;
    }
}

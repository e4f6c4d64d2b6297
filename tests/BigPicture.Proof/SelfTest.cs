using System.Diagnostics;
using System.Text.Json;
using BigPicture.Proof.Rig;
using BigPicture.Testing;

namespace BigPicture.Proof;

/// <summary>Plants mistakes one by one and looks whether the proof finds them.</summary>
/// <param name="isBuilt">The prover's own servers have the mistakes in them.</param>
internal sealed class SelfTest(Prover prover, bool isBuilt)
{
    private static readonly TimeSpan FoundWithin = TimeSpan.FromMinutes(2);

    public async Task<SelfTestReport> Run(IReadOnlyList<PlantedBug> bugs, CancellationToken cancel)
    {
        var built = isBuilt ? prover : prover with { Programs = await Build(cancel) };
        var found = new List<FoundBug>();
        foreach (var bug in bugs)
            found.Add(await Find(built, bug, cancel));
        return new SelfTestReport(prover.Seed, found);
    }

    private async Task<FoundBug> Find(Prover built, PlantedBug bug, CancellationToken cancel)
    {
        var planted = built.Programs with { Environment = new Dictionary<string, string> { [PlantedBug.Variable] = bug.Name } };
        var watch = Stopwatch.StartNew();
        for (var attempt = 0; watch.Elapsed < FoundWithin; attempt++)
        {
            var again = built with { Programs = planted, Seed = prover.Seed + attempt };
            var ran = await again.Run(bug.Stage, TimeSpan.FromSeconds(bug.Seconds), $"{bug.Name}-{attempt}", cancel);
            if (ran.Claims.FirstOrDefault(claim => claim.Broken > 0) is not { } claim)
                continue;
            prover.Tell($"{bug.Name}: found after {watch.Elapsed.TotalSeconds:0} s");
            return new FoundBug(bug.Name, watch.Elapsed, ran.Operations, claim.Says, claim.Violations[0].Words);
        }
        prover.Tell($"{bug.Name}: NOT FOUND");
        return new FoundBug(bug.Name, watch.Elapsed, 0, Claim: null, Words: null);
    }

    /// <summary>Servers with the mistakes in them, in a place of their own: no release has them.</summary>
    private async Task<Programs> Build(CancellationToken cancel)
    {
        var artifacts = Path.Combine(prover.Folder, "planted");
        prover.Tell("building servers with the mistakes in them");
        cancel.ThrowIfCancellationRequested();
        string[] quietly =
        [
            "--nologo",
            "--verbosity",
            "quiet",
            "-nodeReuse:false",
            "-p:PlantedBugs=true",
            "-p:RunAnalyzers=false",
            "--artifacts-path",
            artifacts,
        ];
        // This program is built along with the servers that it needs.
        await Tool.Run("dotnet", ["build", Path.Combine(Checkout.Root, "tests", "BigPicture.Proof"), .. quietly]);
        return Programs.In(artifacts);
    }
}

/// <summary>How one mistake was found.</summary>
/// <param name="Claim">The first claim that it broke; null where it was not found.</param>
/// <param name="Words">How.</param>
internal sealed record FoundBug(string Name, TimeSpan After, long Operations, string? Claim, string? Words);

internal sealed record SelfTestReport(long Seed, IReadOnlyList<FoundBug> Bugs)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public bool IsGood => Bugs.All(bug => bug.Claim is not null);

    public IEnumerable<string> ToLines()
    {
        yield return $"{"planted", -32}{"seconds", 8}{"operations", 12}  found by";
        foreach (var bug in Bugs)
            yield return $"{bug.Name, -32}{bug.After.TotalSeconds, 8:0}{bug.Operations, 12:N0}  {bug.Claim ?? "NOT FOUND"}";
        yield return $"{Bugs.Count(bug => bug.Claim is not null)} of {Bugs.Count} found";
    }

    public string ToJson() =>
        JsonSerializer.Serialize(
            new
            {
                seed = Seed,
                bugs = Bugs.Select(bug => new
                {
                    name = bug.Name,
                    seconds = bug.After.TotalSeconds,
                    operations = bug.Operations,
                    found_by = bug.Claim,
                    words = bug.Words,
                }),
            },
            Indented
        );
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Report;

/// <summary>The figures of a whole proof.</summary>
internal sealed record ProofReport(string Commit, long Seed, IReadOnlyList<Ran> Stages)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public long Operations => Stages.Sum(stage => stage.Operations);

    public long Violations => Stages.Sum(stage => stage.Violations);

    /// <summary>How often each fault was played.</summary>
    public SortedDictionary<string, int> Faults =>
        new(
            Stages
                .SelectMany(stage => stage.Faults)
                .GroupBy(fault => fault.Key, fault => fault.Value, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Sum(), StringComparer.Ordinal),
            StringComparer.Ordinal
        );

    public IEnumerable<string> ToLines()
    {
        yield return $"seed {Seed}, commit {Commit}";
        yield return "";
        yield return Row("operations", "yes", "no", "unknown");
        foreach (var kind in Enum.GetValues<OperationKind>())
            yield return Row(Words(kind), Count(kind, Outcome.Yes), Count(kind, Outcome.No), Count(kind, Outcome.Unknown));
        yield return Row("all", All(Outcome.Yes), All(Outcome.No), All(Outcome.Unknown));
        yield return "";
        yield return Row("faults", [.. Stages.Select(stage => stage.Stage)]);
        foreach (var kind in Faults.Keys)
            yield return Row(kind, [.. Stages.Select(stage => Number(stage.Faults.GetValueOrDefault(kind)))]);
        yield return "";
        yield return "    judged    broken undecided  claim";
        foreach (var claim in Stages.SelectMany(stage => stage.Claims).GroupBy(claim => claim.Says, StringComparer.Ordinal))
            yield return $"{claim.Sum(one => one.Judged), 10:N0}{claim.Sum(one => one.Broken), 10:N0}{claim.Sum(one => one.Undecided), 10:N0}  {claim.Key}";
        foreach (var stage in Stages)
        foreach (var violation in stage.Claims.SelectMany(claim => claim.Violations))
        {
            yield return "";
            yield return $"VIOLATION on {stage.Stage}, {stage.Folder}: {violation.Words}";
            foreach (var operation in violation.Operations.Take(12))
                yield return "  " + HistoryJsonLine.Of(operation);
        }
        yield return "";
        yield return $"{Number(Operations)} operations, {Number(Faults.Values.Sum())} faults, {Number(Violations)} violations";
    }

    public string ToJson() =>
        JsonSerializer.Serialize(
            new
            {
                commit = Commit,
                seed = Seed,
                operations = Operations,
                violations = Violations,
                faults = Faults,
                stages = Stages.Select(stage => new
                {
                    stage = stage.Stage,
                    operations = stage.Operations,
                    counts = stage.Counts.ToDictionary(
                        pair => $"{Words(pair.Key.Kind)} {pair.Key.Outcome}".ToLowerInvariant(),
                        pair => pair.Value
                    ),
                    faults = stage.Faults,
                    claims = stage.Claims.Select(claim => new
                    {
                        claim = claim.Says,
                        judged = claim.Judged,
                        broken = claim.Broken,
                        undecided = claim.Undecided,
                        violations = claim.Violations.Select(violation => violation.Words),
                    }),
                }),
            },
            Indented
        );

    private string Count(OperationKind kind, Outcome outcome) =>
        Number(Stages.Sum(stage => stage.Counts.GetValueOrDefault((kind, outcome))));

    private string All(Outcome outcome) =>
        Number(Stages.SelectMany(stage => stage.Counts).Where(pair => pair.Key.Outcome == outcome).Sum(pair => pair.Value));

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Row(string name, params string[] cells) => $"{name, -28}" + string.Concat(cells.Select(cell => $"{cell, 12}"));

    /// <summary><c>RevokeLease</c> as people say it.</summary>
    private static string Words(OperationKind kind)
    {
        var words = new StringBuilder();
        foreach (var letter in kind.ToString())
            words.Append(char.IsUpper(letter) && words.Length > 0 ? " " : "").Append(char.ToLowerInvariant(letter));
        return words.ToString();
    }
}

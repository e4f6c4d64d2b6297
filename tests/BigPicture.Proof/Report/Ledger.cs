using System.Globalization;
using BigPicture.Testing;

namespace BigPicture.Proof.Report;

/// <summary>The file that long runs add to, for as long as the code that they proved stays the same.</summary>
internal sealed class Ledger(string path)
{
    private const string CoversHead = "Covers sources ";

    private const string Title = """
        # What was proved

        Each line is a run of `build/prove --record`: real servers under faults, judged by what their clients saw. The lines hold for the sources named
        here, which is everything that the servers are built from; when these change, the file starts anew.

        """;

    private const string Head = """
        | Date | Commit | Seed | Operations | Faults | Violations |
        |---|---|---|---|---|---|
        """;

    public static Ledger InCheckout { get; } = new(Path.Combine(Checkout.Root, "docs", "proof-ledger.md"));

    /// <exception cref="InvalidOperationException">What ran is no commit: a line about it would say nothing.</exception>
    public void Add(ProofReport report, Checked what, DateTimeOffset at)
    {
        if (!what.IsClean)
            throw new InvalidOperationException($"Nothing is recorded: the sources of {what.Commit} have changes that are not committed.");
        var covers = $"{CoversHead}`{what.Sources}`.";
        string[] lines = File.Exists(path) && File.ReadLines(path).Contains(covers) ? File.ReadAllLines(path) : [.. Fresh(covers)];
        File.WriteAllLines(path, [.. lines, Line(report, at)]);
    }

    private static IEnumerable<string> Fresh(string covers) => [.. Title.Split('\n'), covers, "", .. Head.Split('\n')];

    private static string Line(ProofReport report, DateTimeOffset at) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {at:yyyy-MM-dd} | {report.Commit} | {report.Seed} | {report.Operations:N0} | {Faults(report)} | {report.Violations} |"
        );

    private static string Faults(ProofReport report) => string.Join(", ", report.Faults.Select(fault => $"{fault.Value} {fault.Key}"));
}

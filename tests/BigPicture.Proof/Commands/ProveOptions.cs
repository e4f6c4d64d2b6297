using System.CommandLine;

namespace BigPicture.Proof.Commands;

/// <summary>What <c>build/prove</c> takes.</summary>
internal sealed class ProveOptions
{
    public Option<double> Minutes { get; } =
        new("--minutes")
        {
            Description = "How long clients work, start and end apart.",
            DefaultValueFactory = _ => 3,
            HelpName = "N",
        };

    public Option<long?> Seed { get; } =
        new("--seed") { Description = "What clients and faults are chosen by; told by each run.", HelpName = "S" };

    public Option<string?> Stage { get; } = new("--stage") { Description = "One stage alone: local, clock or cloud.", HelpName = "NAME" };

    public Option<string?> Plant { get; } =
        new("--plant") { Description = "Servers with this mistake in them: the run must find it.", HelpName = "NAME" };

    public Option<int> Plants { get; } =
        new("--plants") { Description = "So many of the planted mistakes, chosen by the seed.", HelpName = "N" };

    public Option<bool> SelfTest { get; } = new("--self-test") { Description = "Every planted mistake in turn, two minutes each at most." };

    public Option<bool> Json { get; } = new("--json") { Description = "The figures as JSON on stdout; the table goes to stderr." };

    public Option<bool> Record { get; } = new("--record") { Description = "Adds a line to docs/proof-ledger.md." };

    public Option<DirectoryInfo?> Servers { get; } =
        new("--servers") { Description = "Servers built elsewhere, with this --artifacts-path.", HelpName = "FOLDER" };

    public Option<DirectoryInfo?> Keep { get; } =
        new("--keep") { Description = "Where histories and logs stay; else they go, unless something was found.", HelpName = "FOLDER" };

    public IEnumerable<Option> All => [Minutes, Seed, Stage, Plant, Plants, SelfTest, Json, Record, Servers, Keep];

    /// <summary>What is asked for: all, or one.</summary>
    public IReadOnlyList<Stage> Stages(ParseResult parse) =>
        parse.GetValue(Stage) is { } name ? [Proof.Stage.Named(name)] : Proof.Stage.All;

    /// <summary>The mistakes that are asked for; null: none, but a proof.</summary>
    public IReadOnlyList<PlantedBug>? Bugs(ParseResult parse, long seed) =>
        parse.GetValue(SelfTest) ? PlantedBug.All
        : parse.GetValue(Plant) is { } name ? [PlantedBug.Named(name)]
        : parse.GetValue(Plants) is > 0 and var count ? PlantedBug.Chosen(count, seed)
        : null;
}

namespace BigPicture.ArchitectureTests;

/// <summary>No file becomes a town, and no file silences the rules that the others keep.</summary>
public sealed class SourceFileTests
{
    private const int LinesMax = 400;
    private const int LinesUsual = 200;
    private const double UsualShare = 0.95;

    private static readonly string[] Silencers = ["#pragma warning", "SuppressMessage(", "#region", "#nullable disable"];

    private sealed record SourceFile(string Path, string[] Lines);

    [Fact]
    public void No_source_file_is_too_long()
    {
        Assert.NotEmpty(Sources());
        Assert.Empty(TooLong(Sources()));
    }

    [Fact]
    public void Most_source_files_are_short() => Assert.InRange(ShortShare(Sources()), UsualShare, 1);

    [Fact]
    public void No_source_file_silences_a_rule() => Assert.Empty(Silencing(Sources()));

    [Fact]
    public void Long_and_silencing_files_are_caught()
    {
        SourceFile fits = new("fits.cs", new string[LinesMax]);
        SourceFile over = new("over.cs", new string[LinesMax + 1]);
        SourceFile quiet = new("quiet.cs", [$"    {Silencers[0]} disable CS1591"]);

        Assert.Equal(["over.cs: 401 lines"], TooLong([fits, over]));
        Assert.Equal(0.5, ShortShare([fits, quiet]));
        Assert.Equal(["quiet.cs"], Silencing([quiet]));
    }

    private static List<string> TooLong(IEnumerable<SourceFile> files) =>
        [.. files.Where(f => f.Lines.Length > LinesMax).Select(f => $"{f.Path}: {f.Lines.Length} lines")];

    private static double ShortShare(IReadOnlyCollection<SourceFile> files) =>
        (double)files.Count(f => f.Lines.Length < LinesUsual) / files.Count;

    private static List<string> Silencing(IEnumerable<SourceFile> files) =>
        [
            .. files
                .Where(f => f.Lines.Any(l => Silencers.Any(s => l?.TrimStart('[', ' ').StartsWith(s, StringComparison.Ordinal) == true)))
                .Select(f => f.Path),
        ];

    /// <summary>Every file that a person wrote: what tools generate lies in folders of its own.</summary>
    private static List<SourceFile> Sources() =>
        [
            .. new[] { "src", "tests" }
                .SelectMany(f => Directory.EnumerateFiles(Path.Combine(House.Root, f), "*.cs", SearchOption.AllDirectories))
                .Select(f => Path.GetRelativePath(House.Root, f).Replace('\\', '/'))
                .Where(f => !f.Split('/').Any(part => part is "bin" or "obj" or "Migrations" or "Compiled" or "node_modules"))
                .Select(f => new SourceFile(f, File.ReadAllLines(Path.Combine(House.Root, f)))),
        ];
}

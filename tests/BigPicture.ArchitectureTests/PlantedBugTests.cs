namespace BigPicture.ArchitectureTests;

/// <summary>The bugs that are made on purpose are in the proof's build alone.</summary>
public sealed class PlantedBugTests
{
    [Fact]
    public void No_ordinary_build_holds_a_planted_bug() =>
        Assert.DoesNotContain(
            House.Assemblies.SelectMany(assembly => assembly.GetTypes()),
            type => type.Name.StartsWith("PlantedBug", StringComparison.Ordinal)
        );

    /// <summary>Conditional code is a second program in the same file: there is no other reason for it than this one.</summary>
    [Fact]
    public void Nothing_else_is_compiled_under_a_condition_but_what_differs_between_the_frameworks() =>
        Assert.Empty(
            from file in Directory.GetFiles(Path.Combine(House.Root, "src"), "*.cs", SearchOption.AllDirectories)
            where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            from line in File.ReadLines(file)
            where line.TrimStart().StartsWith("#if ", StringComparison.Ordinal)
            where !line.Contains("PLANTED_BUGS", StringComparison.Ordinal) && !line.Contains("NET", StringComparison.Ordinal)
            select $"{Path.GetFileName(file)}: {line}"
        );
}

using System.Text.RegularExpressions;

namespace BigPicture.IntegrationTests.Docs;

/// <summary>A page of the documentation, of which a reader types what stands in its shell blocks.</summary>
internal sealed partial class Page(string path)
{
    private readonly string text = File.ReadAllText(Repository.Path(path));

    /// <summary>The shell blocks under a heading, one after the other.</summary>
    public IReadOnlyList<string> Under(string heading)
    {
        var start = text.IndexOf($"\n## {heading}", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{path} has no heading '{heading}'.");
        var end = text.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
        var section = end < 0 ? text[start..] : text[start..end];
        var blocks = ShellBlock().Matches(section).Select(block => block.Groups[1].Value).ToList();
        Assert.NotEmpty(blocks);
        return blocks;
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}

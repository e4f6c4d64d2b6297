using System.Text.RegularExpressions;

namespace BigPicture.IntegrationTests.Observability;

/// <summary>The metrics of one answer of <c>/metrics</c>.</summary>
internal sealed partial class Scrape(string text)
{
    public string Text => text;

    /// <summary>The names under which samples stand: of a histogram its count, sum and buckets.</summary>
    public IReadOnlySet<string> Names { get; } = Sample().Matches(text).Select(match => match.Groups[1].Value).ToHashSet();

    /// <summary>The names that have a description, as the server gives them.</summary>
    public IReadOnlySet<string> Families { get; } = Family().Matches(text).Select(match => match.Groups[1].Value).ToHashSet();

    /// <summary>Every label of our own, with all its values.</summary>
    public ILookup<string, string> Labels { get; } =
        text.Split('\n')
            .Where(line => line.StartsWith("bigpicture_", StringComparison.Ordinal))
            .SelectMany(line => Label().Matches(line))
            .ToLookup(match => match.Groups[1].Value, match => match.Groups[2].Value);

    [GeneratedRegex("^([a-zA-Z_:][a-zA-Z0-9_:]*)[ {]", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) ", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex("([a-z_]+)=\"([^\"]*)\"")]
    private static partial Regex Label();
}

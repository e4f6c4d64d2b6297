using System.Text;
using System.Text.RegularExpressions;

namespace BigPicture.IntegrationTests.Isolation;

/// <summary>What no answer may hold, but what the request itself has told.</summary>
internal sealed partial class Needles(IEnumerable<string> needles)
{
    private readonly string[] all = [.. needles.Distinct(StringComparer.Ordinal)];

    /// <summary>Those that stand in the answer, as they are or within something that is only written in base64.</summary>
    public IEnumerable<string> In(string answer, string request)
    {
        var text = Unfold(answer);
        var told = Unfold(request);
        return all.Where(needle => text.Contains(needle, StringComparison.Ordinal) && !told.Contains(needle, StringComparison.Ordinal));
    }

    /// <summary>The text, and behind it what its cursors and tokens say when they are decoded.</summary>
    private static string Unfold(string text)
    {
        var unfolded = new StringBuilder(text);
        foreach (var run in Encoded().EnumerateMatches(text))
        {
            // By whole groups of four: what is no base64 may end in any character.
            var part = text.AsSpan(run.Index, run.Length / 4 * 4);
            unfolded.Append('\n').Append(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(part)));
        }
        return unfolded.ToString();
    }

    [GeneratedRegex("[A-Za-z0-9_-]{16,}")]
    private static partial Regex Encoded();
}

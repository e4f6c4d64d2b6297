using System.CommandLine;
using System.Text.Json;

namespace BigPicture.Cli.Commands;

/// <summary>
/// A lease's token on the command line, or <c>-</c> for stdin, where it may also stand in what acquire or renew printed, in any of
/// its forms: so they can be piped into one another.
/// </summary>
internal static class LeaseTokenArgument
{
    private const string Member = "token";

    public static Argument<string> Create() =>
        new("TOKEN") { Description = "The lease's token; - reads it, or what acquire printed, from stdin." };

    public static async Task<string> Read(string argument, Surroundings surroundings, CancellationToken cancel)
    {
        if (argument != "-")
            return argument.Trim();
        var text = (await surroundings.In.ReadToEndAsync(cancel)).Trim();
        return text.StartsWith('{') ? FromJson(text) : FromLines(text);
    }

    private static string FromJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.TryGetProperty(Member, out var token) && token.ValueKind == JsonValueKind.String
                ? token.GetString()!
                : text;
        }
        catch (JsonException)
        {
            // Whatever it is, it is no token: the reader of tokens says so.
            return text;
        }
    }

    private static string FromLines(string text)
    {
        var words = text.Split('\n').Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.FirstOrDefault(w => w is [Member, _])?[1] ?? text;
    }
}

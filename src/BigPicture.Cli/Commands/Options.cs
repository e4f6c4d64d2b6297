using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using BigPicture.Protocol.Text;

namespace BigPicture.Cli.Commands;

/// <summary>Options by the kind of value that they take; a value of another kind is a usage error that shows the right form.</summary>
internal static class Options
{
    public static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };

    public static Option<string> RequiredText(string name, string description, string helpName) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            Required = true,
        };

    public static Option<T?> Number<T>(string name, string description)
        where T : struct, IBinaryInteger<T> =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
                T.TryParse(Token(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : Wrong<T?>(result, name, "a whole number"),
        };

    public static Option<DateTimeOffset?> Time(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "TIME",
            CustomParser = result =>
                UtcSeconds.TryParse(Token(result), out var time) || UtcSeconds.TryParse(Token(result) + "T00:00:00Z", out time)
                    ? time
                    : Wrong<DateTimeOffset?>(result, name, "a time in UTC such as 2027-01-31T00:00:00Z, or a date"),
        };

    /// <summary>Words parted by commas; the option may also be repeated.</summary>
    public static Option<string[]?> Words(string name, string description, string helpName) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => [.. result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))],
        };

    /// <summary>The words, or null when the option is not given: none of them is something else than not a word said.</summary>
    public static string[]? WordsOf(this ParseResult parse, Option<string[]?> option) =>
        parse.GetResult(option) is null ? null : parse.GetValue(option);

    /// <summary><c>--name</c>, <c>--name true</c> or <c>--name false</c>; null when it is not given.</summary>
    public static Option<bool?> Choice(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    public static Option<long?> IfVersion() => Number<long>("--if-version", "Change it only if it still has this version.");

    /// <summary>The ETag of a version.</summary>
    public static string? IfMatch(long? version) =>
        version is { } number ? string.Create(CultureInfo.InvariantCulture, $"\"{number}\"") : null;

    public static Argument<string> Id(string name, string description) => new(name) { Description = description };

    public static T? Wrong<T>(ArgumentResult result, string name, string wanted)
    {
        result.AddError($"{name} takes {wanted}, not '{Token(result)}'.");
        return default;
    }

    private static string Token(ArgumentResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;
}

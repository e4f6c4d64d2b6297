using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;

namespace BigPicture.Host.Commands.Manual;

/// <summary>The reference of a program's commands, written from the commands themselves.</summary>
internal static partial class ManualText
{
    /// <param name="program">What the program is called by.</param>
    public static string Write(string program, RootCommand root)
    {
        var text = new StringBuilder();
        text.Append(
            $$"""
            # Commands of `{{program}}`

            Written from the program by `build/commands`; a test fails while the two differ. `{{program}} COMMAND --help` shows the same of one command.

            Data goes to stdout, words to stderr. In a terminal lists are tables; elsewhere they are lines, parted by tabs. `--json` prints JSON in
            the server's own shape. `NO_COLOR` turns colours and progress off.

            ## Exit codes

            | Code | Meaning |
            |---|---|

            """
        );
        foreach (var (code, meaning) in ManualCodes.Meanings)
            text.Append($"| {code} | {meaning} |\n");
        text.Append("\nEvery command may end with 1 and 2; each names what else it ends with.\n");
        foreach (var (path, command) in Leaves(program, root))
            Describe(text, path, command);
        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>Every command that does something, with its whole name.</summary>
    public static IEnumerable<(string Path, Command Command)> Leaves(string path, Command command) =>
        command.Hidden ? []
        : command.Subcommands.Any(sub => !sub.Hidden) ? command.Subcommands.SelectMany(sub => Leaves($"{path} {sub.Name}", sub))
        : [(path, command)];

    private static void Describe(StringBuilder text, string path, Command command)
    {
        var options = Options(command).Where(option => !option.Hidden).ToList();
        text.Append($"\n## {path}\n\n{Escape(command.Description)}\n\n    {Synopsis(path, command, options)}\n");
        if (command.Arguments.Count > 0 || options.Count > 0)
            text.Append("\n| | Meaning | Default |\n|---|---|---|\n");
        foreach (var argument in command.Arguments)
            text.Append($"| `{argument.Name}` | {Escape(argument.Description)} | |\n");
        foreach (var option in options)
            text.Append($"| `{Spelling(option)}` | {Escape(option.Description)} | {Default(option)} |\n");
        text.Append($"\nExit codes: {string.Join(", ", ManualCodes.Of(path, options))}.\n");
        var examples = ManualExamples.Of(path);
        if (examples.Count > 0)
            text.Append($"\n```sh\n{string.Join('\n', examples)}\n```\n");
    }

    /// <summary>Its own options, then those that it has from above.</summary>
    private static IEnumerable<Option> Options(Command command)
    {
        foreach (var option in command.Options)
            yield return option;
        for (
            var above = command.Parents.OfType<Command>().FirstOrDefault();
            above is not null;
            above = above.Parents.OfType<Command>().FirstOrDefault()
        )
            foreach (var option in above.Options.Where(option => option.Recursive && option.Name is not "--help"))
                yield return option;
    }

    private static string Synopsis(string path, Command command, List<Option> options)
    {
        var parts = new List<string> { path };
        parts.AddRange(options.Where(option => option.Required).Select(Spelling));
        if (options.Any(option => !option.Required))
            parts.Add("[OPTIONS]");
        parts.AddRange(
            command.Arguments.Select(argument => argument.Arity.MaximumNumberOfValues > 1 ? $"-- {argument.Name} [ARGS]" : argument.Name)
        );
        return string.Join(' ', parts);
    }

    private static string Spelling(Option option)
    {
        var names = string.Join(", ", option.Aliases.Prepend(option.Name).Distinct());
        var isFlag = option.ValueType == typeof(bool) || option.ValueType == typeof(bool?);
        return isFlag ? names : $"{names} {option.HelpName ?? "VALUE"}";
    }

    private static string Default(Option option)
    {
        if (option.HasDefaultValue && option.GetDefaultValue() is { } value and not false)
            return $"`{value}`";
        var said = SaidDefault().Match(option.Description ?? "");
        return said.Success ? Escape(said.Groups[1].Value) : "";
    }

    /// <summary>Where a value that nobody gives comes from elsewhere, the description says so.</summary>
    [GeneratedRegex(@"(?:Usual: |[;,] (?:by )?default )(.+?)(?:\.$|[;,.] |$)")]
    private static partial Regex SaidDefault();

    private static string Escape(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal);
}

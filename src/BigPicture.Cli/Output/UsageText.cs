using System.CommandLine;
using System.CommandLine.Parsing;

namespace BigPicture.Cli.Output;

/// <summary>What a person reads who typed a command that does not exist.</summary>
internal static class UsageText
{
    public static int Write(ParseResult parse, TextWriter error)
    {
        foreach (var problem in parse.Errors)
            error.WriteLine($"error: {problem.Message}");
        var command = PathOf(parse.CommandResult);
        var names = parse.CommandResult.Command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToList();
        if (names.Count > 0)
            error.WriteLine($"  {command} knows: {string.Join(", ", names)}");
        error.WriteLine($"next: {command} --help");
        return (int)ExitCode.Usage;
    }

    private static string PathOf(CommandResult result)
    {
        var name = result.Command is RootCommand ? "bigpicture" : result.Command.Name;
        return result.Parent is CommandResult parent ? $"{PathOf(parent)} {name}" : name;
    }
}

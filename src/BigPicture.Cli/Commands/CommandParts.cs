using System.CommandLine;

namespace BigPicture.Cli.Commands;

internal static class CommandParts
{
    /// <summary>Adds arguments and options in the order in which help shows them.</summary>
    public static Command Taking(this Command command, IEnumerable<Symbol> parts)
    {
        foreach (var part in parts)
        {
            if (part is Option option)
                command.Add(option);
            else
                command.Add((Argument)part);
        }
        return command;
    }
}

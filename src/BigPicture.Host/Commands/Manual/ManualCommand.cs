using System.CommandLine;

namespace BigPicture.Host.Commands.Manual;

/// <summary>Prints the reference of all commands. For the build; users read what it wrote, or <c>--help</c>.</summary>
internal static class ManualCommand
{
    public static Command Create()
    {
        var command = new Command("manual", "Print the reference of all commands.") { Hidden = true };
        command.Does(
            (parse, _) => parse.Out().WriteAsync(ManualText.Write(RootCommand.ExecutableName, (RootCommand)parse.RootCommandResult.Command))
        );
        return command;
    }
}

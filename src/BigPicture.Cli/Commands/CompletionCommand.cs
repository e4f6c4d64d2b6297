using System.CommandLine;
using System.Reflection;

namespace BigPicture.Cli.Commands;

/// <summary><c>completion SHELL</c>: a script that makes a shell complete this program's commands and options, by asking the program itself.</summary>
internal static class CompletionCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or powershell." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "powershell");
        var command = new Command("completion", "Print a script that makes a shell complete commands and options.") { shell };
        command.SetAction(
            async (parse, cancel) =>
            {
                await using var file = Assembly
                    .GetExecutingAssembly()
                    .GetManifestResourceStream($"completion.{parse.GetRequiredValue(shell)}")!;
                using var reader = new StreamReader(file);
                var script = await reader.ReadToEndAsync(cancel);
                await surroundings.Out.WriteAsync(
                    script
                        .Replace("PROGRAM", surroundings.ProgramName, StringComparison.Ordinal)
                        .Replace("FUNCTION", surroundings.ProgramName.Replace('-', '_'), StringComparison.Ordinal)
                );
                return (int)ExitCode.Ok;
            }
        );
        return command;
    }
}

using System.CommandLine;
using BigPicture.Cli;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage;

namespace BigPicture.Host.Commands;

internal static class CommandRun
{
    /// <summary>Sets what a command does; what its user can mend becomes lines on stderr: what, why, what next.</summary>
    public static void Does(this Command command, Func<ParseResult, CancellationToken, Task> action) =>
        command.SetAction(
            async (parse, cancel) =>
            {
                try
                {
                    await action(parse, cancel);
                    return (int)ExitCode.Ok;
                }
                catch (Exception refused) when (refused is KeyStoreException or DatabaseUnfitException)
                {
                    throw new CommandException(refused.Message, "the message says what to do; nothing was changed.");
                }
                catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
                {
                    throw new CommandException(broken.Message, "look at the disk and the rights of its files, then try again.");
                }
            }
        );

    public static bool IsJson(this ParseResult parse) => parse.GetValue<bool>(CommandLineApp.JsonOption);

    public static TextWriter Out(this ParseResult parse) => parse.InvocationConfiguration.Output;
}

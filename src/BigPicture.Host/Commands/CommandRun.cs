using System.CommandLine;
using BigPicture.Cli;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage;

namespace BigPicture.Host.Commands;

internal static class CommandRun
{
    /// <summary>Sets what a command does; what its user can mend becomes three lines on stderr: what, why, what next.</summary>
    public static void Does(this Command command, Func<ParseResult, CancellationToken, Task> action) =>
        command.SetAction(
            async (parse, cancel) =>
            {
                try
                {
                    await action(parse, cancel);
                    return (int)ExitCode.Ok;
                }
                catch (CommandException refused)
                {
                    return Fail(parse, refused.Message, refused.Next);
                }
                catch (KeyStoreException refused)
                {
                    return Fail(parse, refused.Message, "the message says what to do; nothing was changed.");
                }
                catch (DatabaseUnfitException refused)
                {
                    return Fail(parse, refused.Message, "the message says what to do; nothing was changed.");
                }
            }
        );

    public static bool IsJson(this ParseResult parse) => parse.GetValue<bool>(CommandLineApp.JsonOption);

    public static TextWriter Out(this ParseResult parse) => parse.InvocationConfiguration.Output;

    private static int Fail(ParseResult parse, string message, string next)
    {
        var error = parse.InvocationConfiguration.Error;
        error.WriteLine($"error: {message}");
        error.WriteLine($"next: {next}");
        return (int)ExitCode.Failure;
    }
}

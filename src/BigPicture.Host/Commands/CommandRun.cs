using System.CommandLine;
using BigPicture.Cli;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage;

namespace BigPicture.Host.Commands;

internal static class CommandRun
{
    /// <summary>Sets what a command does; what its user can mend becomes lines on stderr: what, why, what next.</summary>
    public static void Does(this Command command, Func<ParseResult, CancellationToken, Task> action) =>
        command.Answers(
            async (parse, cancel) =>
            {
                await action(parse, cancel);
                return ExitCode.Ok;
            }
        );

    /// <inheritdoc cref="Does"/>
    public static void Answers(this Command command, Func<ParseResult, CancellationToken, Task<ExitCode>> action) =>
        command.SetAction(
            async (parse, cancel) =>
            {
                try
                {
                    return (int)await action(parse, cancel);
                }
                catch (DatabaseDamagedException damaged)
                {
                    throw new CommandException(damaged.Message, "restore a backup: bigpicture restore FILE --data DIR", ExitCode.Integrity);
                }
                catch (KeyStoreException refused)
                {
                    throw new CommandException(refused.Message, "the message says what to do; nothing was changed.", CodeOf(refused));
                }
                catch (DatabaseUnfitException refused)
                {
                    throw new CommandException(
                        refused.Message,
                        "mend what it names; `bigpicture doctor` looks at the rest. Nothing was changed."
                    );
                }
                catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
                {
                    throw new CommandException(broken.Message, "look at the disk and the rights of its files, then try again.");
                }
            }
        );

    private static ExitCode CodeOf(KeyStoreException refused) =>
        refused.Fault switch
        {
            KeyStoreFault.Damaged or KeyStoreFault.Published => ExitCode.Integrity,
            KeyStoreFault.Unknown => ExitCode.NotFound,
            KeyStoreFault.Conflict or KeyStoreFault.Busy or KeyStoreFault.AlreadyThere => ExitCode.Conflict,
            _ => ExitCode.Failure,
        };

    public static bool IsJson(this ParseResult parse) => parse.GetValue<bool>(CommandLineApp.JsonOption);

    public static TextWriter Out(this ParseResult parse) => parse.InvocationConfiguration.Output;
}

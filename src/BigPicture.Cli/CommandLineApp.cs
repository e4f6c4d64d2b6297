using System.CommandLine;
using BigPicture.Cli.Commands;
using BigPicture.Cli.Output;

namespace BigPicture.Cli;

/// <summary>The program <c>bigpicture</c> as its user sees it: the remote commands, and those that a host's executable adds.</summary>
public static class CommandLineApp
{
    /// <summary>The option that every command has; a host's command reads it by this name.</summary>
    public const string JsonOption = "--json";

    public static RootCommand CreateRoot(Surroundings surroundings, IReadOnlyList<Command> hostCommands)
    {
        var remote = new Remote(surroundings);
        var root = new RootCommand("Big Picture: a license server, and the commands to run and to ask it.")
        {
            new Option<bool>(JsonOption) { Description = "Print JSON, in the server's own shape.", Recursive = true },
        };
        Command[] own =
        [
            .. hostCommands,
            TenantCommands.Create(remote),
            ProductCommands.Create(remote),
            EntitlementCommands.Create(remote),
            TokenCommands.Create(remote),
            LeaseCommands.Create(remote, surroundings),
            EventCommands.Create(remote, surroundings),
            WebhookCommands.Create(remote),
            PrivacyCommands.Create(remote),
            StatusCommand.Create(remote, surroundings),
            CompletionCommand.Create(surroundings),
            VersionCommand.Create(surroundings),
        ];
        foreach (var command in own)
            root.Add(command);
        return root;
    }

    /// <summary>Parses and runs one command line.</summary>
    /// <returns>An <see cref="ExitCode"/>, or what a host's command returns.</returns>
    public static async Task<int> Run(
        IReadOnlyList<string> args,
        Surroundings surroundings,
        IReadOnlyList<Command> hostCommands,
        CancellationToken cancel
    )
    {
        // No response files: `--policy @file` is ours.
        var parse = CreateRoot(surroundings, hostCommands).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Errors.Count > 0)
            return UsageText.Write(parse, surroundings.Error);

        // No clock that kills: a server's own host decides how long its graceful stop takes.
        var configuration = new InvocationConfiguration
        {
            Output = surroundings.Out,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parse.InvokeAsync(configuration, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return (int)ExitCode.Failure;
        }
        catch (CommandException refused)
        {
            await surroundings.Error.WriteLineAsync($"error: {refused.Message}");
            await surroundings.Error.WriteLineAsync($"next: {refused.Next}");
            return (int)refused.Code;
        }
        catch (Exception unexpected) when (unexpected is not OutOfMemoryException)
        {
            await surroundings.Error.WriteLineAsync($"error: {unexpected.Message}\n  {unexpected.GetType().FullName}");
            await surroundings.Error.WriteLineAsync("next: this is a fault of the program; report it with the command and these lines.");
            return (int)ExitCode.Failure;
        }
    }
}

using System.CommandLine;
using BigPicture.Cli;
using BigPicture.Infrastructure.Leasing.Keys;

namespace BigPicture.Host.Commands.Keys;

/// <summary><c>bigpicture keys create</c>: keys that are missing, one that is asked for, or the request for one that is certified elsewhere.</summary>
internal static class KeysCreate
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var use = KeyUses.Option(
            "What it signs. Left out: one of each kind that is missing. A root in a directory without keys: a machine that only certifies.",
            "root",
            "delegate",
            "lease",
            "bundle",
            "revocation",
            "report"
        );
        var request = new Option<string?>("--request")
        {
            Description = "Have it certified elsewhere: write the request to FILE. It signs nothing until `keys import` brings the answer.",
            HelpName = "FILE",
        };
        var command = new Command("create", "Make keys, certified by what lies here.") { data, use, request };
        var flags = CommonOptions.Stores(command, isShared: false);
        command.Does(
            async (parse, cancel) =>
            {
                var options = KeysCommands.Options(parse.GetValue(data)!, flags.Read(parse));
                var made = Make(options, parse.GetValue(use), parse.GetValue(request));
                await parse
                    .Out()
                    .WriteLineAsync(
                        made.Count > 0 || parse.IsJson()
                            ? KeysCommands.Told(options, made, parse.IsJson())
                            : "No kind of key is missing; another one is made with --use, and takes over at once with `keys rotate`."
                    );
            }
        );
        return command;
    }

    /// <exception cref="CommandException">The file is there already, or its folder is not.</exception>
    public static void WriteRequest(string file, Func<string> make)
    {
        if (File.Exists(file))
            throw new CommandException($"{file} is there already.", "Name another file: nothing is overwritten.", ExitCode.Conflict);
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
            throw new CommandException($"There is no folder for {file}.", "Name a file in a folder that is there.", ExitCode.NotFound);
        File.WriteAllText(file, make() + "\n");
    }

    private static IReadOnlyList<string> Make(KeyStoreOptions options, string? use, string? request)
    {
        var time = TimeProvider.System;
        if (request is not null)
            return Ask(options, use, request, time);
        if (use is null)
            return KeyAddition.AddMissing(options, time);
        if (use != "root")
            return [KeyAddition.Add(options, use, time)];
        return [KeyStore.Exists(options) ? KeyAddition.AddRoot(options, time) : Root(options, time)];
    }

    private static string Root(KeyStoreOptions options, TimeProvider time)
    {
        if (!Directory.Exists(options.DataDirectory))
            DataDirectory.Create(options.DataDirectory);
        return KeyStore.CreateRoot(options, time);
    }

    private static string[] Ask(KeyStoreOptions options, string? use, string file, TimeProvider time)
    {
        if (use is null or "root")
            throw new CommandException(
                "A request is for one kind of key, and a root is certified by nobody.",
                "Say which: --use delegate, lease, bundle, revocation or report.",
                ExitCode.Usage
            );
        var id = "";
        WriteRequest(
            file,
            () =>
            {
                (id, var request) = KeyAddition.Ask(options, use, time);
                return request;
            }
        );
        return [id];
    }
}

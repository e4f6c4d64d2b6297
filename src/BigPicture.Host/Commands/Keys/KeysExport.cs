using System.CommandLine;
using BigPicture.Cli;
using BigPicture.Infrastructure.Leasing.Keys;

namespace BigPicture.Host.Commands.Keys;

/// <summary><c>bigpicture keys export</c>: public keys to stdout; a private one only when it is asked for, only under a passphrase.</summary>
internal static class KeysExport
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var use = new Option<string>("--use")
        {
            Description = "Which public keys: those that applications pin, or others.",
            DefaultValueFactory = _ => "root",
        };
        use.AcceptOnlyFromAmong("root", "delegate", "lease", "bundle", "revocation", "report", "all");
        var secret = new Option<string?>("--secret")
        {
            Description = "Export the private part of this key instead, sealed under a passphrase: to --out, never to the screen.",
            HelpName = "KEY_ID",
        };
        var passphrase = new Option<string?>("--passphrase-file")
        {
            Description = "With --secret: a file whose first line is the passphrase to seal it under.",
            HelpName = "FILE",
        };
        var target = new Option<string?>("--out")
        {
            Description = "With --secret: the file to write, for this user alone. Nothing is overwritten.",
            HelpName = "FILE",
        };
        var command = new Command("export", "Print public keys, as PASERK k4.public; or write one private key, sealed.")
        {
            data,
            use,
            secret,
            passphrase,
            target,
        };
        var flags = CommonOptions.Stores(command, isShared: false);
        command.Does(
            async (parse, cancel) =>
            {
                var options = KeysCommands.Options(parse.GetValue(data)!, flags.Read(parse));
                if (parse.GetValue(secret) is { } id)
                {
                    var file = Export(options, id, parse.GetValue(passphrase), parse.GetValue(target));
                    await parse.Out().WriteLineAsync(parse.IsJson() ? KeysText.Exported(id, file) : $"{id} lies sealed in {file}.");
                    return;
                }
                var wanted = parse.GetValue(use);
                var keys = KeyInventory.Read(options).Where(key => wanted == "all" || key.Use == wanted).ToList();
                await parse
                    .Out()
                    .WriteLineAsync(parse.IsJson() ? KeysText.ToJson(keys) : string.Join('\n', keys.Select(key => key.PublicKey)));
            }
        );
        return command;
    }

    private static string Export(KeyStoreOptions options, string id, string? passphraseFile, string? target)
    {
        if (passphraseFile is null || target is null)
            throw new CommandException(
                "A private key is written only under a passphrase, and only into a file.",
                "Name both: --passphrase-file FILE --out FILE",
                ExitCode.Usage
            );
        if (File.Exists(target))
            throw new CommandException(
                $"{target} is there already.",
                "Name another file with --out: nothing is overwritten.",
                ExitCode.Conflict
            );
        using var file = new StreamReader(passphraseFile);
        if (file.ReadLine() is not { Length: > 0 } passphrase)
            throw new CommandException(
                $"The first line of {passphraseFile} is empty.",
                "Write the passphrase there, on one line.",
                ExitCode.Usage
            );
        KeySealing.Export(options, id, passphrase, target);
        return target;
    }
}

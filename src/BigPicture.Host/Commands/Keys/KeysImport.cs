using System.CommandLine;
using BigPicture.Cli;
using BigPicture.Infrastructure.Leasing.Keys;

namespace BigPicture.Host.Commands.Keys;

/// <summary><c>bigpicture keys import</c>: the answer to a request, or a private key that was exported.</summary>
internal static class KeysImport
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var file = new Argument<string>("file")
        {
            Description = "What `keys certify` wrote; or what `keys export --secret` wrote, of a key of this server.",
            HelpName = "FILE",
        };
        var root = new Option<string?>("--root")
        {
            Description =
                "The root that a certificate must lead to, k4.public. Needed for a root that the server does not know yet, but its first.",
            HelpName = "KEY",
        };
        var passphrase = new Option<string?>("--passphrase-file")
        {
            Description = "For a private key: a file whose first line is the passphrase that it was sealed under.",
            HelpName = "FILE",
        };
        var command = new Command("import", "Bring here a certificate that was made elsewhere, or a private key that was kept elsewhere.")
        {
            file,
            data,
            root,
            passphrase,
        };
        var flags = CommonOptions.Stores(command, isShared: false);
        command.Does(
            async (parse, cancel) =>
            {
                var options = KeysCommands.Options(parse.GetValue(data)!, flags.Read(parse));
                var path = parse.GetValue(file)!;
                var text = await KeyFileText.Read(path, cancel);
                var ids = text.StartsWith("k4.", StringComparison.Ordinal)
                    ? [KeyImport.Secret(options, text, path, Passphrase(parse.GetValue(passphrase)), TimeProvider.System)]
                    : Certificate(options, text, path, parse.GetValue(root));
                await parse.Out().WriteLineAsync(KeysCommands.Told(options, ids, parse.IsJson()));
            }
        );
        return command;
    }

    private static string[] Certificate(KeyStoreOptions options, string text, string path, string? root)
    {
        var result = KeyImport.Certificate(options, text, path, root, TimeProvider.System);
        return [result.KeyId, .. result.Made];
    }

    private static string? Passphrase(string? file)
    {
        if (file is null)
            return null;
        using var reader = new StreamReader(file);
        return reader.ReadLine() is { Length: > 0 } passphrase
            ? passphrase
            : throw new CommandException($"The first line of {file} is empty.", "Write the passphrase there, on one line.", ExitCode.Usage);
    }
}

using System.CommandLine;
using BigPicture.Host.Configuration;
using BigPicture.Infrastructure.Leasing.Keys;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Commands.Keys;

/// <summary><c>bigpicture keys</c>: the signing keys of a data directory.</summary>
internal static class KeysCommands
{
    public static Command Create() =>
        new("keys", "The signing keys of a data directory. A server that runs takes up within seconds what is changed here.")
        {
            List(),
            KeysCreate.Create(),
            KeysCertify.Create(),
            KeysRotate.Create(),
            KeysRetire.Create(),
            KeysExport.Create(),
            KeysImport.Create(),
            Seal(),
        };

    /// <summary>What opens the keys of the directory that the options name.</summary>
    public static KeyStoreOptions Options(string directory, Layer flags)
    {
        IConfiguration settings = ServerConfiguration.Read(flags, SettingsOf(directory));
        return DataDirectory.PlaceOf(directory, null, settings).KeyOptions;
    }

    /// <summary>What is told of a change: how the keys that it touched stand now.</summary>
    public static string Told(KeyStoreOptions options, IReadOnlyCollection<string> ids, bool asJson)
    {
        var keys = KeyInventory.Read(options).Where(key => ids.Contains(key.Id)).ToList();
        return asJson ? KeysText.ToJson(keys) : KeysText.Words(keys);
    }

    private static Command List()
    {
        var data = CommonOptions.Data();
        var command = new Command("list", "List the keys: their use, until when they serve, and whether they can be used.") { data };
        var flags = CommonOptions.Stores(command, isShared: false);
        command.Does(
            async (parse, cancel) =>
            {
                var keys = KeyInventory.Read(Options(parse.GetValue(data)!, flags.Read(parse)));
                await parse.Out().WriteLineAsync(parse.IsJson() ? KeysText.ToJson(keys) : KeysText.Words(keys));
            }
        );
        return command;
    }

    private static Command Seal()
    {
        var data = CommonOptions.Data();
        var command = new Command(
            "seal",
            "Put the keys that lie in plain under the passphrase of BIGPICTURE_KEY_PASSPHRASE or its file. The server needs it from its next start on."
        )
        {
            data,
        };
        var flags = CommonOptions.Stores(command, isShared: false);
        command.Does(
            async (parse, cancel) =>
            {
                var changed = KeySealing.Seal(Options(parse.GetValue(data)!, flags.Read(parse)));
                await parse.Out().WriteLineAsync(parse.IsJson() ? KeysText.ToJson(changed) : KeysText.Words(changed));
            }
        );
        return command;
    }

    private static IEnumerable<string> SettingsOf(string directory)
    {
        var file = Path.Combine(directory, DataDirectory.SettingsFile);
        return File.Exists(file) ? [file] : [];
    }
}

using System.CommandLine;
using BigPicture.Infrastructure.Leasing.Keys;

namespace BigPicture.Host.Commands.Keys;

/// <summary><c>bigpicture keys rotate</c>.</summary>
internal static class KeysRotate
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var use = KeyUses.Option(
            "Which kind of key. Left out: the one that signs leases.",
            "delegate",
            "lease",
            "bundle",
            "revocation",
            "report"
        );
        var command = new Command(
            "rotate",
            "Make a new key that takes over: it signs as soon as every server has read it, and what the old one signed verifies to its end."
        )
        {
            data,
            use,
        };
        var flags = CommonOptions.Stores(command, isShared: false);
        command.Does(
            async (parse, cancel) =>
            {
                var options = KeysCommands.Options(parse.GetValue(data)!, flags.Read(parse));
                var (retired, made) = KeyRetiring.Rotate(options, parse.GetValue(use) ?? "lease", TimeProvider.System);
                await parse.Out().WriteLineAsync(KeysCommands.Told(options, [.. retired, .. made], parse.IsJson()));
            }
        );
        return command;
    }
}

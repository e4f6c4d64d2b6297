using System.CommandLine;
using BigPicture.Infrastructure.Leasing.Keys;

namespace BigPicture.Host.Commands.Keys;

/// <summary><c>bigpicture keys retire</c>: out of use, or withdrawn when somebody else may have it.</summary>
internal static class KeysRetire
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var id = new Argument<string>("key-id") { Description = "The key, as `keys list` names it.", HelpName = "KEY_ID" };
        var reason = new Option<string>("--reason")
        {
            Description =
                "retired: it signs nothing new, and what it signed verifies to its end. compromised: somebody else may have it; nothing that it "
                + "signed or certified counts any more, and leases are signed anew when their holders call.",
            DefaultValueFactory = _ => "retired",
        };
        reason.AcceptOnlyFromAmong("retired", "compromised");
        var command = new Command("retire", "Take a key out of use, never without another one in its place.") { id, data, reason };
        var flags = CommonOptions.Stores(command, isShared: false);
        command.Does(
            async (parse, cancel) =>
            {
                var options = KeysCommands.Options(parse.GetValue(data)!, flags.Read(parse));
                var (retired, made) = KeyRetiring.Retire(options, parse.GetValue(id)!, parse.GetValue(reason)!, TimeProvider.System);
                await parse.Out().WriteLineAsync(KeysCommands.Told(options, [.. retired, .. made], parse.IsJson()));
            }
        );
        return command;
    }
}

using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

internal static class VersionCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("version", "The version of this program, and of the protocol that it speaks.");
        command.SetAction(parse =>
        {
            var version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            var terminal = Terminal.For(surroundings, parse);
            if (terminal.IsJson)
                terminal.Json(
                    new JsonObject
                    {
                        ["version"] = version,
                        ["api_revision"] = WireJson.ApiRevision,
                        ["runtime"] = RuntimeInformation.FrameworkDescription,
                        ["platform"] = RuntimeInformation.RuntimeIdentifier,
                    }
                );
            else
                surroundings.Out.WriteLine($"bigpicture {version} (API revision {WireJson.ApiRevision})");
            return (int)ExitCode.Ok;
        });
        return command;
    }
}

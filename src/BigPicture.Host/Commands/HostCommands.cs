using System.CommandLine;

namespace BigPicture.Host.Commands;

/// <summary>The commands that run a server, for a host's executable to add to the remote ones.</summary>
public static class HostCommands
{
    /// <param name="parts">What makes the server of this executable.</param>
    public static IReadOnlyList<Command> Of(ServerParts parts) =>
        [ServeCommand.Create(parts), InitCommand.Create(parts), ClockCommands.Create(parts), OpenApiCommand.Create()];
}

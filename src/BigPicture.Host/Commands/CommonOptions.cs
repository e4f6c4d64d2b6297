using System.CommandLine;

namespace BigPicture.Host.Commands;

internal static class CommonOptions
{
    public static Option<string> Data() =>
        new("--data")
        {
            Description = "The server's data directory.",
            HelpName = "DIR",
            DefaultValueFactory = _ => DataDirectory.Default,
        };
}

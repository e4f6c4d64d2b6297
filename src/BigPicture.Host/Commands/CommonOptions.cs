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

    public static Option<string?> DatabaseUrl() =>
        new("--database-url")
        {
            Description = "The PostgreSQL database; its password may lie in the file that BIGPICTURE_DATABASE_PASSWORD_FILE names.",
            HelpName = "postgresql://USER@HOST:PORT/DATABASE",
        };
}

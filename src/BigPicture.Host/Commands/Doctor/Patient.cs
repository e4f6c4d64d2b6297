using BigPicture.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Commands.Doctor;

/// <summary>The data directory that is looked at, as far as it can be read.</summary>
internal sealed record Patient(string Directory, ServerPlace Place)
{
    /// <summary>Where its server listens.</summary>
    public required string Url { get; init; }

    /// <summary>Whether a server has the directory open now.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Why its settings cannot be read; null: they can.</summary>
    public CommandException? SettingsProblem { get; init; }

    public string DatabaseFile => Path.Combine(Directory, ServerPlace.DatabaseFile);

    /// <exception cref="CommandException">There is no such directory.</exception>
    public static Patient Admit(string directory, Layer flags)
    {
        if (!System.IO.Directory.Exists(directory))
            throw new CommandException(
                $"There is no directory {directory}.",
                $"Name a server's data directory with --data, or make a server with `bigpicture init --data {directory}`."
            );
        var (settings, problem) = Read(directory, flags);
        return new Patient(directory, DataDirectory.PlaceOf(directory, null, settings))
        {
            Url = ServerSettings.UrlOf(settings),
            IsRunning = DataLock.IsTaken(directory),
            SettingsProblem = problem,
        };
    }

    private static (IConfiguration Settings, CommandException? Problem) Read(string directory, Layer flags)
    {
        try
        {
            return (DataDirectory.ReadSettings(directory, flags), null);
        }
        catch (CommandException e)
        {
            // What the command line says is all that is left.
            var given = flags.Values.Values.ToDictionary(value => value.Setting.Path, string? (value) => value.Value);
            return (new ConfigurationBuilder().AddInMemoryCollection(given).Build(), e);
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;
using BigPicture.Host.Configuration;
using BigPicture.Infrastructure.Storage;
using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Infrastructure.Storage.Sqlite;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Commands;

/// <summary>A server's data directory: its settings in <c>bigpicture.json</c>, the database, the keys.</summary>
internal static class DataDirectory
{
    public const string Default = "bigpicture-data";
    public const string SettingsFile = "bigpicture.json";
    private const string DefaultIssuer = "http://127.0.0.1:8080";

    /// <summary>Makes an empty directory that only this user may enter.</summary>
    /// <exception cref="CommandException">There is something in it already.</exception>
    public static void Create(string path)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new CommandException(
                $"{path} is not empty.",
                File.Exists(Path.Combine(path, SettingsFile))
                    ? $"It holds a server already: start it with `bigpicture serve --data {path}`."
                    : "Name a directory that is empty or does not exist yet with --data."
            );
        }
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Empties the directory again after a failure, so that the next attempt finds it as this one did.</summary>
    public static void Clear(string path)
    {
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo directory)
                directory.Delete(recursive: true);
            else
                entry.Delete();
        }
    }

    /// <summary>Written last by <c>init</c>: a directory that has it holds a whole server.</summary>
    public static void WriteSettings(string path, string issuer)
    {
        var settings = new JsonObject { ["issuer"] = issuer };
        using (var file = new FileStream(Path.Combine(path, SettingsFile), FileMode.CreateNew))
        {
            file.Write(Encoding.UTF8.GetBytes(settings.ToJsonString(new() { WriteIndented = true }) + "\n"));
            file.Flush(flushToDisk: true);
        }
        DirectorySync.Flush(path);
    }

    /// <summary>What flags, the environment and the directory's own file say.</summary>
    /// <exception cref="CommandException">The directory holds no server, or its settings cannot be used.</exception>
    public static IConfiguration ReadSettings(string path, Layer? flags = null)
    {
        var settings = ReadSettingsIfAny(path, flags ?? new Layer());
        // Where keys are mounted by themselves, another file or the environment tells who the server is.
        if (settings.Of(SettingList.Issuer) is not null)
            return settings;
        throw new CommandException(
            $"{path} holds no server.",
            $"Make one with `bigpicture init --data {path}`, or name its directory with --data."
        );
    }

    /// <summary>A server that was made has a database: an empty one in its place would be another server, under the same keys.</summary>
    /// <exception cref="CommandException">It is gone.</exception>
    public static void RequireDatabase(string path)
    {
        var file = Path.Combine(path, ServerPlace.DatabaseFile);
        if (!File.Exists(file))
            throw new CommandException(
                $"{file} is missing.",
                "Mount its disk, or restore a backup into an empty directory: bigpicture restore FILE --data DIR",
                Cli.ExitCode.Integrity
            );
    }

    /// <summary>The same where the directory may hold no server.</summary>
    public static IConfiguration ReadSettingsIfAny(string path, Layer flags)
    {
        var file = Path.Combine(path, SettingsFile);
        return ServerConfiguration.Read(flags, File.Exists(file) ? [file] : []);
    }

    /// <param name="issuer">For a new server; null: what the settings say.</param>
    public static ServerPlace PlaceOf(string path, string? issuer, IConfiguration settings) =>
        new(path, issuer ?? settings.Of(SettingList.Issuer) ?? DefaultIssuer)
        {
            KeyPassphrase = settings.Of(SettingList.KeyPassphrase),
            SharedDatabase = settings.Of(SettingList.DatabaseUrl) is null ? null : SharedDatabase(settings),
        };

    /// <summary>The database that the settings name.</summary>
    /// <exception cref="CommandException">They name none.</exception>
    public static PostgresOptions SharedDatabase(IConfiguration settings)
    {
        var url =
            settings.Of(SettingList.DatabaseUrl)
            ?? throw new CommandException(
                "No database is named.",
                "Name one with --database-url, --database-url-file, or in the environment as BIGPICTURE_DATABASE_URL."
            );
        var usual = new PostgresOptions(url);
        return usual with
        {
            Password = settings.Of(SettingList.DatabasePassword),
            Lanes = settings.Number(SettingList.Lanes, usual.Lanes),
            ApplicationConnectionsMax = settings.Number(SettingList.ApplicationConnections, usual.ApplicationConnectionsMax),
            OwnerConnectionsMax = settings.Number(SettingList.OwnerConnections, usual.OwnerConnectionsMax),
            TimeoutSeconds = settings.Number(SettingList.TimeoutSeconds, usual.TimeoutSeconds),
        };
    }

    /// <summary>For a server that keeps nothing.</summary>
    public static ServerPlace InMemory(string url, ScratchFolder folder) =>
        new(null, url) { Database = new SqliteOptions(Path.Combine(folder.Path, ServerPlace.DatabaseFile)) };
}

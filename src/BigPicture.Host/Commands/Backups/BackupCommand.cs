using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using BigPicture.Cli;
using BigPicture.Infrastructure.Storage.Backups;

namespace BigPicture.Host.Commands.Backups;

/// <summary><c>bigpicture backup</c>: database, keys and settings as of one moment, in one file.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var target = new Option<string?>("--out")
        {
            Description =
                "The file to write, or a directory to write it in; by default bigpicture-TIME.backup.tar here. Nothing is overwritten.",
            HelpName = "FILE",
        };
        var quiet = CommonOptions.Quiet();
        var command = new Command(
            "backup",
            "Write database, keys and settings as of one moment into one file, whether or not the server runs. The file holds the keys: keep it "
                + "as you keep them."
        )
        {
            data,
            target,
            quiet,
        };
        command.Does(
            async (parse, cancel) =>
            {
                var directory = parse.GetValue(data)!;
                var settings = DataDirectory.ReadSettings(directory);
                var place = DataDirectory.PlaceOf(directory, null, settings);
                var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
                var archive = NameOf(parse.GetValue(target), now);
                var source = new BackupSource(place.KeyOptions, ServerPlace.DatabaseFile, DataDirectory.SettingsFile)
                {
                    Issuer = place.Issuer,
                    ProgramVersion = ProgramVersion.Text,
                };
                MadeBackup made;
                using (var progress = ProgressBar.Show(parse, quiet, "Backup"))
                    made = await Backup.Make(source, archive, now, progress, cancel);
                await Note(parse, directory, made.Note);
                await parse.Out().WriteLineAsync(parse.IsJson() ? ToJson(archive, made.Manifest) : Words(archive, made.Manifest));
            }
        );
        return command;
    }

    /// <summary>A full disk is a reason for a backup, none against it.</summary>
    private static async Task Note(ParseResult parse, string directory, LastBackup note)
    {
        try
        {
            note.Write(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var error = parse.InvocationConfiguration.Error;
            await error.WriteLineAsync($"warning: the backup is whole, but {directory} could not be told of it: {e.Message}");
        }
    }

    private static string NameOf(string? asked, DateTimeOffset now)
    {
        var usual = $"bigpicture-{now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.backup.tar";
        var name = Path.GetFullPath(
            asked is null ? usual
            : Directory.Exists(asked) ? Path.Combine(asked, usual)
            : asked
        );
        if (File.Exists(name))
            throw new CommandException(
                $"{name} is there already.",
                "Name another file with --out: nothing is overwritten.",
                ExitCode.Conflict
            );
        return Directory.Exists(Path.GetDirectoryName(name))
            ? name
            : throw new CommandException(
                $"There is no directory {Path.GetDirectoryName(name)}.",
                "Make it, or name another one with --out."
            );
    }

    private static string ToJson(string archive, BackupManifest manifest)
    {
        var json = JsonNode.Parse(manifest.ToJson())!.AsObject();
        json.Insert(0, "file", archive);
        json.Insert(1, "size", new FileInfo(archive).Length);
        return json.ToJsonString(JsonText.Indented);
    }

    private static string Words(string archive, BackupManifest manifest) =>
        $"{archive}: {manifest.Files.Count} files, {new FileInfo(archive).Length} bytes, {manifest.LiveLeases} live leases, events to "
        + $"position {manifest.LastEventPosition}."
        + Environment.NewLine
        + $"Check it: bigpicture restore {archive} --verify-only";
}

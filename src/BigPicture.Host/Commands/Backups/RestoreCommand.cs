using System.CommandLine;
using System.Text.Json.Nodes;
using BigPicture.Cli;
using BigPicture.Host.Configuration;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage;
using BigPicture.Infrastructure.Storage.Backups;
using BigPicture.Protocol.Text;

namespace BigPicture.Host.Commands.Backups;

/// <summary><c>bigpicture restore</c>: a backup into an empty directory, looked over first; or only looked over.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var archive = new Argument<string>("FILE") { Description = "What `bigpicture backup` wrote." };
        var data = CommonOptions.Data();
        data.Description = "The directory to restore into: empty, or not there yet.";
        var verifyOnly = new Option<bool>("--verify-only")
        {
            Description = "Look it over from the first byte to the last, and restore nothing.",
        };
        var quiet = CommonOptions.Quiet();
        var command = new Command(
            "restore",
            "Put a backup into an empty directory. Every byte, the database, the ledger's counters and the keys are looked over first; what is "
                + "damaged ends the command with 7 and leaves nothing behind."
        )
        {
            archive,
            data,
            verifyOnly,
            quiet,
        };
        var flags = CommonOptions.Stores(command, isShared: false);
        command.Does(
            async (parse, cancel) =>
            {
                var file = parse.GetRequiredValue(archive);
                if (!File.Exists(file))
                    throw new CommandException($"There is no file {file}.", "Name what `bigpicture backup` wrote.", ExitCode.NotFound);
                var directory = parse.GetValue(verifyOnly) ? null : parse.GetValue(data)!;
                var settings = ServerConfiguration.Read(flags.Read(parse), []);
                var keys = DataDirectory.PlaceOf(directory ?? "", null, settings).KeyOptions;
                RestoredBackup restored;
                using (var progress = ProgressBar.Show(parse, quiet, directory is null ? "Verify" : "Restore"))
                    restored = await Run(file, directory, keys, progress, cancel);
                await Tell(parse, file, directory, restored);
            }
        );
        return command;
    }

    private static async Task<RestoredBackup> Run(
        string file,
        string? directory,
        KeyStoreOptions keys,
        IProgress<double> progress,
        CancellationToken cancel
    )
    {
        try
        {
            if (directory is null)
                return await Restoration.Verify(file, ServerPlace.DatabaseFile, keys, progress, cancel);
            DataDirectory.Create(directory);
            try
            {
                return await Restoration.Restore(
                    file,
                    directory,
                    ServerPlace.DatabaseFile,
                    DataDirectory.SettingsFile,
                    keys,
                    progress,
                    cancel
                );
            }
            catch
            {
                DataDirectory.Clear(directory);
                throw;
            }
        }
        catch (DatabaseDamagedException e)
        {
            throw new CommandException(
                $"{file} cannot be restored. {e.Message}",
                "Take another copy of it, or an older backup.",
                ExitCode.Integrity
            );
        }
    }

    private static async Task Tell(ParseResult parse, string file, string? directory, RestoredBackup restored)
    {
        var certain = UtcSeconds.Format(restored.CertainFrom(TimeProvider.System.GetUtcNow()));
        if (parse.IsJson())
        {
            var json = JsonNode.Parse(restored.Manifest.ToJson())!.AsObject();
            json.Insert(0, "file", file);
            json.Insert(1, "data", directory);
            json.Insert(2, "keys_proven", restored.KeysProven);
            json.Insert(3, "seats_certain_from", certain);
            await parse.Out().WriteLineAsync(json.ToJsonString(JsonText.Indented));
            return;
        }
        var made = UtcSeconds.Format(restored.Manifest.MadeAt);
        await parse
            .Out()
            .WriteLineAsync(directory is null ? $"{file} is whole. It was made {made}." : $"{directory} holds the server as of {made}.");
        if (!restored.KeysProven)
            await parse.Out().WriteLineAsync("Its keys are under a passphrase that was not given: they were not opened.");
        if (directory is not null)
            await parse
                .Out()
                .WriteLineAsync(
                    $"""
                    What happened after {made} is not in it: leases that were given are unknown, what was revoked or released is live again. Their
                    tokens verify until they end, at the latest {certain} if the old server is stopped now. Until then a
                    seat may be taken twice; start the server after that time if that must not be, or now if it may.
                    Start it: bigpicture serve --data {directory}
                    """
                );
    }
}

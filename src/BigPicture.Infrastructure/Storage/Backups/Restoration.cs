using BigPicture.Domain.Entitlements;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage.Sqlite;

namespace BigPicture.Infrastructure.Storage.Backups;

/// <summary>A backup that was found whole, and what is known of the leases that it does not hold.</summary>
/// <param name="KeysProven">Whether the keys were opened; they are not where they lie under a passphrase that was not given.</param>
/// <param name="LeaseSecondsMax">The longest that a lease of any of its entitlements may last, grace included.</param>
public sealed record RestoredBackup(BackupManifest Manifest, bool KeysProven, long LeaseSecondsMax)
{
    /// <summary>
    /// Leases that were given after the backup are not in it. From here on, at the latest, the last of them has ended, if the server that
    /// gave them has stopped by <paramref name="now"/>.
    /// </summary>
    public DateTimeOffset CertainFrom(DateTimeOffset now) => now.AddSeconds(LeaseSecondsMax);
}

/// <summary>Looks a backup over from the first byte to the last, and puts it into an empty directory.</summary>
public static class Restoration
{
    private const string Staging = ".restore";
    private const long LeaseSecondsMost = PolicyLimits.LeaseSecondsMost + PolicyLimits.GraceSecondsMost;

    /// <summary>Unpacks into a folder for temporary files and throws it away again.</summary>
    /// <inheritdoc cref="Restore"/>
    public static async Task<RestoredBackup> Verify(
        string archive,
        string databaseFile,
        KeyStoreOptions keys,
        IProgress<double> progress,
        CancellationToken cancel
    )
    {
        var folder = Directory.CreateTempSubdirectory("bigpicture-verify-");
        try
        {
            return await Unpack(archive, folder.FullName, databaseFile, keys, progress, cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <param name="archive">A file that <see cref="Backup"/> made.</param>
    /// <param name="directory">Empty; holds a whole server when this returns.</param>
    /// <param name="lastFile">Written last: a directory that has it holds a whole server.</param>
    /// <param name="keys">How keys are opened; its directory is not looked at.</param>
    /// <exception cref="DatabaseDamagedException">It is not what was written, or was not sound when it was.</exception>
    /// <exception cref="DatabaseUnfitException">A newer release made it.</exception>
    /// <exception cref="KeyStoreException">Its keys cannot be used.</exception>
    public static async Task<RestoredBackup> Restore(
        string archive,
        string directory,
        string databaseFile,
        string lastFile,
        KeyStoreOptions keys,
        IProgress<double> progress,
        CancellationToken cancel
    )
    {
        var staging = Path.Combine(directory, Staging);
        KeyFiles.CreateDirectory(staging);
        var restored = await Unpack(archive, staging, databaseFile, keys, progress, cancel);
        Directory.Move(Path.Combine(staging, "keys"), Path.Combine(directory, "keys"));
        foreach (
            var file in restored
                .Manifest.Files.Select(file => file.Path)
                .Where(file => !file.Contains('/'))
                .OrderBy(file => file == lastFile)
        )
        {
            DirectorySync.Flush(directory);
            File.Move(Path.Combine(staging, file), Path.Combine(directory, file));
        }
        Directory.Delete(staging, recursive: true);
        new LastBackup(restored.Manifest.MadeAt, KeyInventory.Fingerprint(keys with { DataDirectory = directory })).Write(directory);
        DirectorySync.Flush(directory);
        return restored;
    }

    private static async Task<RestoredBackup> Unpack(
        string archive,
        string folder,
        string databaseFile,
        KeyStoreOptions keys,
        IProgress<double> progress,
        CancellationToken cancel
    )
    {
        var manifest = BackupArchive.Unpack(archive, folder, new ProgressPart(progress, 0, 0.7), cancel);
        var isProven = Prove(keys with { DataDirectory = folder });
        var seconds = await Examine(Path.Combine(folder, databaseFile), manifest, cancel);
        progress.Report(1);
        return new RestoredBackup(manifest, isProven, seconds);
    }

    private static async Task<long> Examine(string file, BackupManifest manifest, CancellationToken cancel)
    {
        await using var database = await SqliteInspection.Open(file, cancel);
        if (await database.Damage(cancel) is [var damage, ..])
            throw new DatabaseDamagedException($"Its database is damaged: {damage}.");
        var schema = await database.Schema(cancel);
        if (schema.Unknown.Count > 0)
            throw new DatabaseUnfitException($"A newer release made it (migration {schema.Unknown[0]}); restore it with that one.");
        if (schema.Latest != manifest.Schema || (await database.Times(cancel)).LastEventPosition != manifest.LastEventPosition)
            throw new DatabaseDamagedException("Its database is another one than its manifest tells of.");
        // An older release's tables may lack what the comparison reads; the server that upgrades them does without it, too.
        if (schema.IsCurrent && await database.Contradictions(cancel) is [var contradiction, ..])
            throw new DatabaseDamagedException($"Its ledger contradicts itself: {contradiction.Entitlement}: {contradiction.What}");
        return schema.IsCurrent ? await database.LeaseSecondsMax(cancel) : LeaseSecondsMost;
    }

    private static bool Prove(KeyStoreOptions keys)
    {
        var problems = KeyInventory.Read(keys).Select(key => key.Problem).OfType<KeyStoreException>().ToList();
        var first = problems.FirstOrDefault(problem => problem.Fault != KeyStoreFault.PassphraseMissing);
        return first is null ? problems.Count == 0 : throw first;
    }
}

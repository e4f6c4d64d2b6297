using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage.Sqlite;

namespace BigPicture.Infrastructure.Storage.Backups;

/// <summary>What a backup is made of.</summary>
/// <param name="DatabaseFile">Below the data directory.</param>
/// <param name="SettingsFile">The same; may be missing.</param>
public sealed record BackupSource(KeyStoreOptions Keys, string DatabaseFile, string SettingsFile)
{
    public required string Issuer { get; init; }

    public required string ProgramVersion { get; init; }

    public string Directory => Keys.DataDirectory;
}

/// <param name="Note">For the data directory, which may have no room for it.</param>
public sealed record MadeBackup(BackupManifest Manifest, LastBackup Note);

/// <summary>Makes a backup of a data directory, whether or not a server runs on it.</summary>
public static class Backup
{
    /// <param name="archive">Must not exist; is there whole and durable when this returns, open to this user alone.</param>
    /// <exception cref="DatabaseDamagedException">The database is not sound: a backup of it would be worth nothing.</exception>
    /// <exception cref="DatabaseUnfitException">The database cannot be read.</exception>
    /// <exception cref="KeyStoreException">The list of keys cannot be read.</exception>
    public static async Task<MadeBackup> Make(
        BackupSource source,
        string archive,
        DateTimeOffset now,
        IProgress<double> progress,
        CancellationToken cancel
    )
    {
        var staging = archive + ".files";
        Discard(staging); // What a backup that was killed left behind.
        try
        {
            KeyFiles.CreateDirectory(staging);
            // Keys after the database: a lease in it was signed by a key that was there before.
            SqliteSnapshot.Copy(
                Path.Combine(source.Directory, source.DatabaseFile),
                Path.Combine(staging, source.DatabaseFile),
                new ProgressPart(progress, 0, 0.6),
                cancel
            );
            var print = KeyInventory.Fingerprint(source.Keys);
            CopySmallFiles(source, staging);
            var manifest = await Describe(source, staging, now, cancel);
            BackupArchive.Write(staging, manifest, archive, new ProgressPart(progress, 0.7, 1), cancel);
            return new MadeBackup(manifest, new LastBackup(now, print));
        }
        finally
        {
            Discard(staging);
        }
    }

    private static void Discard(string staging)
    {
        if (Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
    }

    private static void CopySmallFiles(BackupSource source, string staging)
    {
        KeyFiles.CreateDirectory(Path.Combine(staging, "keys"));
        foreach (var key in Directory.EnumerateFiles(source.Keys.KeyDirectory).Where(IsKey))
            Copy(key, Path.Combine(staging, "keys", Path.GetFileName(key)));
        var settings = Path.Combine(source.Directory, source.SettingsFile);
        if (File.Exists(settings))
            Copy(settings, Path.Combine(staging, source.SettingsFile));
    }

    private static bool IsKey(string file) => Path.GetFileName(file) == KeyManifest.FileName || Path.GetExtension(file) == ".key";

    private static void Copy(string from, string to)
    {
        using var target = KeyFiles.Create(to);
        using var source = File.OpenRead(from);
        source.CopyTo(target);
    }

    private static async Task<BackupManifest> Describe(BackupSource source, string staging, DateTimeOffset now, CancellationToken cancel)
    {
        await using var database = await SqliteInspection.Open(Path.Combine(staging, source.DatabaseFile), cancel);
        if ((await database.Damage(cancel)) is [var damage, ..])
            throw new DatabaseDamagedException($"The database is damaged, and no backup was made: {damage}.");
        var schema = await database.Schema(cancel);
        if (schema.IsCurrent && await database.Contradictions(cancel) is [var contradiction, ..])
            throw new DatabaseDamagedException(
                $"The ledger contradicts itself, and no backup was made: {contradiction.Entitlement}: {contradiction.What}"
            );
        return new BackupManifest
        {
            MadeAt = now,
            ProgramVersion = source.ProgramVersion,
            Issuer = source.Issuer,
            Schema = schema.Latest ?? "",
            LastEventPosition = (await database.Times(cancel)).LastEventPosition,
            LiveLeases = await database.LiveLeases(cancel),
            Files =
            [
                .. Directory
                    .EnumerateFiles(staging, "*", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(staging, file).Replace('\\', '/'))
                    .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
                    .Select(file => BackupArchive.Describe(staging, file)),
            ],
        };
    }
}

using System.Formats.Tar;
using System.Security.Cryptography;
using BigPicture.Infrastructure.Leasing.Keys;

namespace BigPicture.Infrastructure.Storage.Backups;

/// <summary>
/// A backup as one file: a tar that begins with the manifest, holds what that names and nothing else, and ends with its digest. Any tar
/// unpacks it.
/// </summary>
internal static class BackupArchive
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int ManifestBytesMax = 1024 * 1024;
    private const int ChunkBytes = 256 * 1024;

    /// <summary>Reads one file for the manifest.</summary>
    public static BackupFile Describe(string directory, string path)
    {
        using var file = File.OpenRead(Path.Combine(directory, path));
        return new BackupFile(path, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    /// <summary>Writes beside the name, makes it durable, then takes the name: an archive is there whole or not at all.</summary>
    /// <param name="directory">Where the files of the manifest lie.</param>
    /// <param name="archive">Must not exist.</param>
    public static void Write(
        string directory,
        BackupManifest manifest,
        string archive,
        IProgress<double> progress,
        CancellationToken cancel
    )
    {
        var part = archive + ".part";
        File.Delete(part); // What a backup that was killed left behind.
        try
        {
            using (var file = KeyFiles.Create(part, FileAccess.ReadWrite))
            {
                using (var tar = new TarWriter(file, TarEntryFormat.Gnu, leaveOpen: true))
                {
                    Add(tar, manifest, BackupManifest.FileName, new MemoryStream(manifest.ToJson()));
                    var (total, done) = (manifest.Files.Sum(entry => entry.Size), 0L);
                    foreach (var entry in manifest.Files)
                    {
                        cancel.ThrowIfCancellationRequested();
                        Add(tar, manifest, entry.Path, File.OpenRead(Path.Combine(directory, entry.Path)));
                        progress.Report((double)(done += entry.Size) / Math.Max(1, total));
                    }
                    Add(tar, manifest, BackupDigest.FileName, new MemoryStream(BackupDigest.Blank));
                }
                BackupDigest.Stamp(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(part, archive, overwrite: false);
            DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(archive))!);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Compares the archive with its digest, unpacks it, and compares every file with the manifest.</summary>
    /// <param name="directory">Empty.</param>
    /// <exception cref="DatabaseDamagedException">It is no backup, or not the one that was written.</exception>
    public static BackupManifest Unpack(string archive, string directory, IProgress<double> progress, CancellationToken cancel)
    {
        try
        {
            using var file = File.OpenRead(archive);
            BackupDigest.Check(file, progress, cancel);
            using var tar = new TarReader(file);
            var manifest = ReadManifest(tar);
            var waiting = manifest.Files.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
            while (tar.GetNextEntry() is { } entry)
            {
                cancel.ThrowIfCancellationRequested();
                if (entry.Name == BackupDigest.FileName)
                    continue;
                if (!waiting.Remove(entry.Name, out var described) || entry.DataStream is null || !IsOurs(entry.Name))
                    throw new DatabaseDamagedException($"{entry.Name} does not belong into a backup.");
                Unpack(entry.DataStream, directory, described);
            }
            return waiting.Count == 0 ? manifest : throw new DatabaseDamagedException($"{waiting.Keys.First()} is missing.");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            throw new DatabaseDamagedException($"It is no archive, or a part of one: {e.Message}", e);
        }
    }

    private static BackupManifest ReadManifest(TarReader tar)
    {
        var first = tar.GetNextEntry();
        if (first is not { Name: BackupManifest.FileName, DataStream: { } data, Length: <= ManifestBytesMax })
            throw new DatabaseDamagedException($"It does not begin with {BackupManifest.FileName}.");
        var json = new byte[first.Length];
        data.ReadExactly(json);
        return BackupManifest.Parse(json);
    }

    private static void Unpack(Stream data, string directory, BackupFile described)
    {
        var target = Path.Combine(directory, described.Path);
        KeyFiles.CreateDirectory(Path.GetDirectoryName(target)!);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = KeyFiles.Create(target);
        var chunk = new byte[ChunkBytes];
        for (int read; (read = data.Read(chunk)) > 0; )
        {
            hash.AppendData(chunk, 0, read);
            file.Write(chunk, 0, read);
        }
        file.Flush(flushToDisk: true);
        if (file.Length != described.Size || Convert.ToHexStringLower(hash.GetHashAndReset()) != described.Sha256)
            throw new DatabaseDamagedException($"{described.Path} is not what the manifest says.");
    }

    /// <summary>A name of the data directory or of its keys, and no way out of them.</summary>
    private static bool IsOurs(string path) =>
        path.Split('/') is { Length: 1 or 2 } parts
        && (parts.Length == 1 || parts[0] == "keys")
        && parts[^1] is { Length: > 0 } name
        && name[0] != '.'
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static void Add(TarWriter tar, BackupManifest manifest, string name, Stream data)
    {
        using (data)
            tar.WriteEntry(
                new GnuTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = data,
                    Mode = Owner,
                    ModificationTime = manifest.MadeAt,
                }
            );
    }
}

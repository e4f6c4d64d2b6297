using System.Text;
using BigPicture.Infrastructure.Storage;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Files that only the server's user may read, each there whole or not at all.</summary>
internal static class KeyFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;
    private const int LengthMax = 1024 * 1024;

    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Writes beside the name, makes it durable, then takes the name: a crash leaves the old file or the new one, never half.</summary>
    public static void Write(string path, string text)
    {
        var beside = path + ".new";
        // What a crash left behind is no key: names are taken only by whole files.
        File.Delete(beside);
        using (var file = Create(beside))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>A new file that is this user's alone from its first byte on.</summary>
    public static FileStream Create(string path, FileAccess access = FileAccess.Write)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = access };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    /// <exception cref="KeyStoreException">Missing, damaged, or readable by others.</exception>
    public static string Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                throw new KeyStoreException(KeyStoreFault.Missing, $"{path} is missing; restore it from a backup.");
            RefuseWhenOthersMayRead(file);
            if (file.Length > LengthMax)
                throw Damaged(path);
            return File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException e)
        {
            throw Damaged(path, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new KeyStoreException(
                KeyStoreFault.Missing,
                $"{path} cannot be read by this user; start the server as the file's owner.",
                e
            );
        }
    }

    public static KeyStoreException Damaged(string path, Exception? inner = null) =>
        new(KeyStoreFault.Damaged, $"{path} is damaged; restore it from a backup.", inner);

    private static void RefuseWhenOthersMayRead(FileInfo file)
    {
        if (OperatingSystem.IsWindows() || (file.UnixFileMode & Others) == 0)
            return;
        var mode = Convert.ToString((int)file.UnixFileMode, 8);
        throw new KeyStoreException(
            KeyStoreFault.ReadableByOthers,
            $"{file.FullName} is open to other users (mode {mode}); run: chmod 600 {file.FullName} - and consider the key as known to them."
        );
    }
}

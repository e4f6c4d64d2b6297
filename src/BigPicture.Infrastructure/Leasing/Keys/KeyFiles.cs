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

    /// <summary>How Kubernetes mounts a secret for a server that is not root: nobody writes it, and the server is the one member of its group.</summary>
    private const UnixFileMode MountedSecret = UnixFileMode.UserRead | UnixFileMode.GroupRead;

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
            if (!File.Exists(path))
                throw new KeyStoreException(KeyStoreFault.Missing, $"{path} is missing; restore it from a backup.");
            using var file = File.OpenRead(path);
            RefuseWhenOthersMayRead(file);
            if (file.Length > LengthMax)
                throw Damaged(path);
            using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
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

    // The open file is asked, not its name: what is mounted may be a link, whose own mode says nothing.
    private static void RefuseWhenOthersMayRead(FileStream file)
    {
        if (OperatingSystem.IsWindows())
            return;
        var mode = File.GetUnixFileMode(file.SafeFileHandle);
        if ((mode & Others) == 0 || mode == MountedSecret)
            return;
        throw new KeyStoreException(
            KeyStoreFault.ReadableByOthers,
            $"{file.Name} is open to other users (mode {Convert.ToString((int)mode, 8)}); run: chmod 600 {file.Name} - and consider the key "
                + "as known to them."
        );
    }
}

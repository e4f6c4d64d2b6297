namespace BigPicture.Host.Commands;

/// <summary>
/// A folder of this user alone, gone with the server, and where the system offers it in memory. SQLite's own databases in memory lock
/// whole: one reader makes every write fail, so a trial would not behave as the server does.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    private readonly DirectoryInfo folder = Create();

    public string Path => folder.FullName;

    public void Dispose()
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // Windows keeps open files until the process has ended; the system empties its folder for temporary files.
        }
    }

    private static DirectoryInfo Create()
    {
        const string prefix = "bigpicture-";
        if (!OperatingSystem.IsLinux() || !Directory.Exists(SharedMemory))
            return Directory.CreateTempSubdirectory(prefix);
        try
        {
            var name = System.IO.Path.Combine(SharedMemory, prefix + System.IO.Path.GetRandomFileName());
            return Directory.CreateDirectory(name, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (UnauthorizedAccessException)
        {
            return Directory.CreateTempSubdirectory(prefix);
        }
    }
}

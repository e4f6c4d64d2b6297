using System.Globalization;
using BigPicture.Cli;

namespace BigPicture.Host.Commands;

/// <summary>
/// One server a data directory. The lock is the operating system's, on an open file: a process that is killed gives it up, and nobody
/// needs to clean up after it.
/// </summary>
internal sealed class DataLock : IDisposable
{
    private const string LockFile = "server.lock";
    private const string HolderFile = "server.pid";

    private readonly FileStream held;
    private readonly string holderPath;

    private DataLock(FileStream held, string holderPath) => (this.held, this.holderPath) = (held, holderPath);

    /// <exception cref="CommandException">Another process holds it, or the file system has no locks.</exception>
    public static DataLock Take(string directory)
    {
        var path = Path.Combine(directory, LockFile);
        var holderPath = Path.Combine(directory, HolderFile);
        if (TryOpen(path) is not { } held)
        {
            throw new CommandException(
                $"Another server runs on {directory}{Holder(holderPath)}.",
                "Stop it first, or name another directory with --data.",
                ExitCode.Conflict
            );
        }

        // A second handle must not get it: where it does (some network file systems, or file locking switched off) nothing is locked.
        if (TryOpen(path) is { } second)
        {
            second.Dispose();
            held.Dispose();
            throw new CommandException(
                $"The file system of {directory} does not lock files, so two servers could run on the same data.",
                "Name a directory on a local disk with --data."
            );
        }
        File.WriteAllText(holderPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new DataLock(held, holderPath);
    }

    /// <summary>Whether a process holds it now; takes nothing.</summary>
    public static bool IsTaken(string directory)
    {
        var path = Path.Combine(directory, LockFile);
        if (!File.Exists(path))
            return false;
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose()
    {
        File.Delete(holderPath);
        held.Dispose();
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static string Holder(string path) => File.Exists(path) ? $" (process {File.ReadAllText(path).Trim()})" : "";
}

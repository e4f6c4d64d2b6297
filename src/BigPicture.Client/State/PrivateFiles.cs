using System.Security.AccessControl;
using System.Security.Principal;
#if !NET
using System.Runtime.InteropServices;
#endif

namespace BigPicture.Client.State;

/// <summary>Files that their user alone can read: mode 0600 in a folder of 0700, or on Windows a folder whose list names this user only.</summary>
internal static class PrivateFiles
{
    public static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        if (IsWindows)
            MakeWindowsFolder(path);
        else
            MakeUnixFolder(path);
    }

    /// <summary>Whole or not at all: a crash leaves the old file or the new one.</summary>
    public static void Write(string path, byte[] bytes)
    {
        var next = path + ".next";
        File.Delete(next);
        using (var file = Create(next))
        {
            file.Write(bytes, 0, bytes.Length);
            file.Flush(flushToDisk: true);
        }
        Replace(next, path);
    }

#if NET
    [System.Runtime.Versioning.SupportedOSPlatformGuard("windows")]
    private static bool IsWindows => OperatingSystem.IsWindows();

    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static void MakeUnixFolder(string path)
    {
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(path, OwnerReadsAndWrites | UnixFileMode.UserExecute);
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerReadsAndWrites;
        return new FileStream(path, options);
    }

    private static void Replace(string next, string path) => File.Move(next, path, overwrite: true);
#else
    private static bool IsWindows => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private static void MakeUnixFolder(string path)
    {
        Directory.CreateDirectory(path);
        _ = ChangeMode(path, Convert.ToInt32("700", 8));
    }

    private static FileStream Create(string path)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        if (!IsWindows)
            _ = ChangeMode(path, Convert.ToInt32("600", 8));
        return file;
    }

    private static void Replace(string next, string path)
    {
        if (File.Exists(path))
            File.Replace(next, path, null);
        else
            File.Move(next, path);
    }

    [DllImport("libc", EntryPoint = "chmod", CharSet = CharSet.Ansi)]
    private static extern int ChangeMode(string path, int mode);
#endif

#if NET
    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif
    private static void MakeWindowsFolder(string path)
    {
        var folder = Directory.CreateDirectory(path);
        using var user = WindowsIdentity.GetCurrent();
        var rights = new DirectorySecurity();
        rights.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        rights.AddAccessRule(
            new FileSystemAccessRule(
                user.User!,
                FileSystemRights.FullControl,
                InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit,
                PropagationFlags.None,
                AccessControlType.Allow
            )
        );
        folder.SetAccessControl(rights);
    }
}

namespace BigPicture.Host.Commands.Doctor;

/// <summary>The server's user may write what it must, and nobody else may look.</summary>
internal static class PermissionCheck
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerDirectory = OwnerFile | UnixFileMode.UserExecute;

    public static Examined Look(Patient patient)
    {
        List<Finding> findings = [.. OperatingSystem.IsWindows() ? [] : Modes(patient), .. Access(patient)];
        return findings.Count == 0
            ? Examined.Well(OperatingSystem.IsWindows() ? "everything can be written" : "everything is this user's alone")
            : Examined.Ill(findings);
    }

    private static IEnumerable<Finding> Modes(Patient patient)
    {
        var directory = new DirectoryInfo(patient.Directory);
        var keys = new DirectoryInfo(Path.Combine(patient.Directory, "keys"));
        foreach (var place in new[] { directory, keys }.Where(place => place.Exists))
        {
            if ((place.UnixFileMode & OwnerDirectory) != OwnerDirectory)
                yield return Closed(place, "700");
            if ((place.UnixFileMode & Others) != 0)
                yield return Open(place, "700", (place.UnixFileMode & OthersWrite) != 0);
        }

        foreach (var file in Files(directory, keys))
        {
            var isKey = file.DirectoryName == keys.FullName;
            if ((file.UnixFileMode & OwnerFile) != OwnerFile)
                yield return Closed(file, "600");
            // A key must be closed by itself; what else lies in the directory is behind its door.
            if (isKey && (file.UnixFileMode & Others) != 0)
                yield return Open(file, "600", isDangerous: true);
            else if ((file.UnixFileMode & OthersWrite) != 0)
                yield return Open(file, "600", isDangerous: true);
        }
    }

    private static IEnumerable<FileInfo> Files(DirectoryInfo directory, DirectoryInfo keys) =>
        [
            .. directory.EnumerateFiles().Where(file => file.Name.StartsWith("bigpicture.", StringComparison.Ordinal)),
            .. keys.Exists ? keys.EnumerateFiles() : [],
        ];

    /// <summary>Whether this user can write, whatever the modes say: the file system may be read-only, or the files another user's.</summary>
    private static IEnumerable<Finding> Access(Patient patient)
    {
        if (
            Refusal(() =>
                new FileStream(Trial(patient), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)
            ) is
            { } no
        )
            yield return Finding.Error(
                "directory_not_writable",
                $"Nothing can be written in {patient.Directory}: {no}",
                "Mount it for writing, or give it to the server's user: chown -R USER " + patient.Directory
            );
        if (
            File.Exists(patient.DatabaseFile)
            && Refusal(() => new FileStream(patient.DatabaseFile, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite)) is { } closed
        )
            yield return Finding.Error(
                "database_not_writable",
                $"{patient.DatabaseFile} cannot be written: {closed}",
                "Give it to the server's user: chown -R USER " + patient.Directory
            );
    }

    private static string Trial(Patient patient) => Path.Combine(patient.Directory, $".doctor-{Environment.ProcessId}");

    private static string? Refusal(Func<FileStream> open)
    {
        try
        {
            open().Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static Finding Open(FileSystemInfo place, string mode, bool isDangerous)
    {
        var message = $"{place.FullName} is open to other users (mode {Octal(place)}).";
        var fix = $"Run: chmod {mode} {place.FullName}";
        return isDangerous
            ? Finding.Error("open_to_others", message, fix + " - and think about who may have read or changed it.")
            : Finding.Warning("open_to_others", message, fix);
    }

    private static Finding Closed(FileSystemInfo place, string mode) =>
        Finding.Error(
            "closed_to_owner",
            $"{place.FullName} is closed to its own user (mode {Octal(place)}).",
            $"Run: chmod {mode} {place.FullName}"
        );

    private static string Octal(FileSystemInfo place) => Convert.ToString((int)place.UnixFileMode, 8).PadLeft(3, '0');
}

namespace BigPicture.Host.Commands.Doctor;

/// <summary>What the machine gives the server: its settings and room on the disk.</summary>
internal static class MachineChecks
{
    /// <summary>Below this a busy server's log has no room for long.</summary>
    private const long FreeBytesLeast = 16 * Megabyte;
    private const long FreeBytesGood = 256 * Megabyte;
    private const long Megabyte = 1024 * 1024;

    public static Examined Settings(Patient patient)
    {
        if (patient.SettingsProblem is not { } problem)
            return Examined.Well($"{DataDirectory.SettingsFile} and the environment can be used");
        var isThere = File.Exists(Path.Combine(patient.Directory, DataDirectory.SettingsFile));
        return Examined.Ill(Finding.Damage(isThere ? "settings_unusable" : "settings_missing", problem.Message, problem.Next));
    }

    public static Examined Disk(Patient patient)
    {
        var free = new DriveInfo(Path.GetFullPath(patient.Directory)).AvailableFreeSpace;
        var size = File.Exists(patient.DatabaseFile) ? new FileInfo(patient.DatabaseFile).Length : 0;
        var words = $"{Megabytes(free)} free; the database takes {Megabytes(size)}";
        if (free < FreeBytesLeast)
            return Examined.Ill(
                Finding.Error(
                    "disk_full",
                    $"The disk of {patient.Directory} is full or nearly so: {words}.",
                    "Make room; a running server goes on by itself."
                )
            );
        return free < Math.Max(FreeBytesGood, size)
            ? Examined.Ill(
                Finding.Warning(
                    "disk_low",
                    $"The disk of {patient.Directory} fills up: {words}.",
                    "Make room: an upgrade first keeps a copy of the database beside it."
                )
            )
            : Examined.Well(words);
    }

    private static string Megabytes(long bytes) => $"{Math.Max(1, bytes / Megabyte)} MiB";
}

namespace BigPicture.Client.Machine;

/// <summary>The id that systemd or D-Bus gave the machine when it was installed: machine-id(5).</summary>
internal static class LinuxId
{
    private static readonly string[] Places = ["/etc/machine-id", "/var/lib/dbus/machine-id"];

    public static string? Read() =>
        Places.Where(File.Exists).Select(place => File.ReadAllText(place).Trim()).FirstOrDefault(id => id.Length == 32);
}

using System.Runtime.InteropServices;

namespace BigPicture.Client.Machine;

/// <summary>The hardware's id, <c>IOPlatformUUID</c>; gethostuuid(2) tells it without a walk through the registry of devices.</summary>
internal static class MacId
{
    public static string? Read()
    {
        var id = new byte[16];
        var noWait = new long[2];
        return GetHostUuid(id, noWait) == 0 ? new Guid(id).ToString() : null;
    }

    /// <param name="wait">Seconds and nanoseconds.</param>
    [DllImport("libc", EntryPoint = "gethostuuid")]
    private static extern int GetHostUuid([Out] byte[] id, [In] long[] wait);
}

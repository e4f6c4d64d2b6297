using System.Runtime.InteropServices;
using BigPicture.Client.State;

namespace BigPicture.Client.Machine;

/// <summary>
/// An id of this machine for one product: a hash, so that it neither gives the system's own id away nor joins what two products know.
/// </summary>
internal static class MachineIdentity
{
    private const string KeptName = "machine.json";

    public static string For(string product, StateFolder? folder) =>
        Hashing.Text($"bigpicture.machine-id\n{product}\n{SystemId() ?? Drawn(folder)}");

    /// <summary>What the system calls this machine; null where it does not say.</summary>
    private static string? SystemId()
    {
        try
        {
            return RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? WindowsId.Read()
                : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? MacId.Read()
                : LinuxId.Read();
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or System.Security.SecurityException
                        or DllNotFoundException
                        or EntryPointNotFoundException
            )
        {
            return null;
        }
    }

    /// <summary>A container or a bare system has none: then one is drawn by lot, and kept.</summary>
    private static string Drawn(StateFolder? folder)
    {
        if (folder?.Read(KeptName, StateJson.Default.MachineRecord) is { } kept)
            return kept.Id;
        var drawn = new MachineRecord { Id = Hashing.Lot() };
        folder?.Write(KeptName, drawn, StateJson.Default.MachineRecord);
        return drawn.Id;
    }
}

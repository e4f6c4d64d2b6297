using Microsoft.Win32;

namespace BigPicture.Client.Machine;

/// <summary>The id that Windows gave the machine when it was installed; the 64-bit registry has it, for 32-bit programs too.</summary>
#if NET
[System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif
internal static class WindowsId
{
    public static string? Read()
    {
        using var machine = RegistryKey.OpenBaseKey(RegistryHive.LocalMachine, RegistryView.Registry64);
        using var key = machine.OpenSubKey(@"SOFTWARE\Microsoft\Cryptography");
        return key?.GetValue("MachineGuid") as string;
    }
}

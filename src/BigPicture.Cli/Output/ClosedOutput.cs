using System.Runtime.InteropServices;

namespace BigPicture.Cli.Output;

/// <summary>Whether whoever read stdout has gone (<c>… | head -1</c>). The framework says nothing of it: it writes into the void.</summary>
internal static class ClosedOutput
{
    private const int Stdout = 1;
    private const short Error = 0x8;

    public static bool IsClosed()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return false;
        var polled = new Polled { Descriptor = Stdout };
        return Poll(ref polled, 1, 0) > 0 && (polled.Found & Error) != 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll(ref Polled polled, nuint count, int milliseconds);
}

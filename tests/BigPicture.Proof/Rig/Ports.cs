using System.Net;
using System.Net.Sockets;

namespace BigPicture.Proof.Rig;

internal static class Ports
{
    /// <summary>A port of the loopback address on which nobody listens.</summary>
    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

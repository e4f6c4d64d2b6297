using System.Net;
using System.Net.Sockets;

namespace BigPicture.Testing.Network;

/// <summary>Ports of the loopback address.</summary>
public static class LoopbackPort
{
    // Below the range from which systems take the ports of outgoing connections. A port of that range is easily taken while its server is
    // down for a moment, and a caller who tries to connect to it may even meet itself there.
    private const int First = 10_000;
    private const int End = 32_000;

    /// <summary>A port on which nobody listens, and which stays free for a server that goes away and comes back.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace BigPicture.IntegrationTests.Replicas.Proxy;

/// <summary>Stands between servers and their PostgreSQL, and ends a connection where it is told to.</summary>
internal sealed class DatabaseProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task run;
    private volatile Cut? armed;

    private DatabaseProxy(int server)
    {
        listener.Start();
        run = Accept(server);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <param name="server">PostgreSQL's port on this machine.</param>
    public static DatabaseProxy Start(int server) => new(server);

    /// <summary>The next commit of a transaction that sends these bytes.</summary>
    public Cut Arm(byte[] sent, CutAt at) => armed = new Cut(sent, at);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await run;
        stop.Dispose();
    }

    private async Task Accept(int port)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                var server = new TcpClient();
                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, port, stop.Token);
                connections.Add(new ProxiedConnection(client, server, () => armed, stop.Token).Run());
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
        await Task.WhenAll(connections);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using BigPicture.Testing.Network;

namespace BigPicture.Proof.Rig;

/// <summary>Stands between two parties at an address that stays, while what is behind it may move, and does the network's mischief.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, LoopbackPort.Free());
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<ProxiedLink, Task> links = new();
    private readonly Task run;
    private volatile Weather weather = new Weather.Clear();
    private volatile int target;

    /// <param name="target">The port behind it.</param>
    public TcpProxy(int target)
    {
        this.target = target;
        listener.Start();
        run = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Where new connections go.</summary>
    public int Target
    {
        get => target;
        set => target = value;
    }

    /// <summary>Changes what happens, to old connections too.</summary>
    public void Turn(Weather next)
    {
        weather = next;
        foreach (var link in links.Keys)
            link.Turn(next);
    }

    /// <summary>Ends every connection, with a reset.</summary>
    public void CutAll()
    {
        foreach (var link in links.Keys)
            link.Cut();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        CutAll();
        await run;
        await Task.WhenAll(links.Values);
        stop.Dispose();
    }

    private async Task Accept()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var link = new ProxiedLink(await listener.AcceptSocketAsync(stop.Token), weather);
                // Known before it does anything, so that nothing that is done to all passes it by.
                var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                links[link] = Serve(link, known.Task);
                known.SetResult();
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The proxy closes, or the caller went away before it was accepted.
            }
        }
    }

    private async Task Serve(ProxiedLink link, Task known)
    {
        using var served = link;
        await known;
        // It was accepted under the weather of before.
        link.Turn(weather);
        await link.Run(target, stop.Token);
        links.TryRemove(link, out _);
    }
}

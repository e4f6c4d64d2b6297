using System.Net;
using System.Net.Sockets;

namespace BigPicture.Proof.Rig;

/// <summary>One connection through a proxy.</summary>
internal sealed class ProxiedLink(Socket near, Weather first) : IDisposable
{
    private const int PieceBytes = 16 * 1024;
    private const int NearBeginningBytes = 300;
    private const int NearEndBytes = 64;

    private readonly Socket far = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource end = new();
    private volatile Weather weather = first;
    private long left = first is Weather.Cutting cutting ? cutting.Bytes : long.MaxValue;
    private volatile bool hasLost;

    public void Turn(Weather next)
    {
        // What was swallowed cannot be said again: such a connection ends when the weather clears.
        if (hasLost && next is Weather.Clear)
            Cut();
        Interlocked.Exchange(ref left, next is Weather.Cutting cutting ? cutting.Bytes : long.MaxValue);
        weather = next;
    }

    /// <summary>A reset on both sides.</summary>
    public void Cut() => end.Cancel();

    /// <summary>Passes on what comes, until either side ends.</summary>
    public async Task Run(int target, CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, end.Token);
        near.NoDelay = true;
        var isOver = false;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, target, both.Token);
            isOver = await await Task.WhenAny(Pump(near, far, asks: true, both.Token), Pump(far, near, asks: false, both.Token));
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody is there, or the connection was cut: the other side learns it below.
        }
        finally
        {
            await both.CancelAsync();
            Close(near, isOver);
            Close(far, isOver);
        }
    }

    /// <remarks>What ends it stays usable: it may be told to end once more while it goes.</remarks>
    public void Dispose()
    {
        near.Dispose();
        far.Dispose();
    }

    /// <returns>Whether it came to its own end.</returns>
    private async Task<bool> Pump(Socket from, Socket to, bool asks, CancellationToken cancel)
    {
        var piece = new byte[PieceBytes];
        while (await from.ReceiveAsync(piece, cancel) is > 0 and var count)
        {
            if (weather is Weather.Slow slow)
                await Task.Delay(slow.Delay, cancel);
            if (weather is Weather.Deaf || weather is Weather.Mute && !asks)
            {
                hasLost = true;
                continue;
            }
            var sent = 0;
            if (weather is Weather.Halting halting && count > 1)
            {
                sent = HaltAt(count);
                await to.SendAsync(piece.AsMemory(0, sent), cancel);
                await Task.Delay(halting.Pause, cancel);
            }
            var allowed = Interlocked.Add(ref left, -count) + count;
            await to.SendAsync(piece.AsMemory(sent..(int)Math.Clamp(allowed, sent, count)), cancel);
            if (allowed <= count)
                return false;
        }
        return true;
    }

    // Anywhere; or near the beginning, where a transaction waits for its lock; or near the end, where it has done everything but commit.
    private static int HaltAt(int count) =>
        Random.Shared.Next(3) switch
        {
            0 => Random.Shared.Next(1, count),
            1 => Random.Shared.Next(1, Math.Min(count, NearBeginningBytes)),
            _ => Math.Max(1, count - Random.Shared.Next(1, NearEndBytes)),
        };

    private static void Close(Socket socket, bool isOver)
    {
        // Closed without lingering a connection ends with a reset.
        if (!isOver && socket.Connected)
            socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BigPicture.Testing.Network;

/// <summary>What a receiver of calls does to one of them.</summary>
public enum Reaction
{
    /// <summary>Answers 204.</summary>
    Take,

    /// <summary>Answers 500 with a word.</summary>
    Break,

    /// <summary>Sends the caller elsewhere, with 302.</summary>
    Redirect,

    /// <summary>Resets the connection.</summary>
    Reset,

    /// <summary>Says nothing until the caller gives up.</summary>
    Silence,

    /// <summary>Answers 500 with a body that does not end.</summary>
    Flood,

    /// <summary>Answers what is no HTTP.</summary>
    Babble,

    /// <summary>Begins an answer and closes.</summary>
    Stumble,

    /// <summary>Sends its answer byte after byte, without an end.</summary>
    Trickle,

    /// <summary>Answers 410.</summary>
    Leave,

    /// <summary>Answers 503 and asks for an hour.</summary>
    Postpone,
}

/// <summary>Takes calls on loopback, remembers them, and does to each what a test says; as badly as the world does.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<ReceivedCall> calls = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Func<ReceivedCall, Reaction> react;
    private readonly Task accepting;
    private int number;

    /// <param name="react">Told of each call before it is answered.</param>
    public Receiver(Func<ReceivedCall, Reaction> react)
    {
        this.react = react;
        listener.Start();
        accepting = Accept();
    }

    /// <summary>Where it listens.</summary>
    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/hook";

    /// <summary>All calls so far, in the order in which they were read.</summary>
    public IReadOnlyList<ReceivedCall> Calls => [.. calls];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        stop.Dispose();
    }

    private async Task Accept()
    {
        var open = new ConcurrentBag<Task>();
        try
        {
            while (true)
                open.Add(Serve(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await Read(stream) is { } call)
                {
                    calls.Enqueue(call);
                    if (!await Answer(client, stream, react(call)))
                        return;
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The caller left, or the test is over.
            }
        }
    }

    private async Task<ReceivedCall?> Read(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, stop.Token) == 0)
                return null;
            head.Add(one[0]);
        }
        var headers = Encoding
            .ASCII.GetString([.. head])
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stop.Token);
        return new ReceivedCall(Interlocked.Increment(ref number), headers, body);
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> Answer(TcpClient client, NetworkStream stream, Reaction reaction)
    {
        switch (reaction)
        {
            case Reaction.Take:
                await Send(stream, "HTTP/1.1 204 No Content\r\n\r\n");
                return true;
            case Reaction.Break:
                await Send(stream, "HTTP/1.1 500 Oh\r\nContent-Length: 7\r\n\r\nbroken\n");
                return true;
            case Reaction.Redirect:
                await Send(stream, $"HTTP/1.1 302 Found\r\nLocation: {Url}/elsewhere\r\nContent-Length: 0\r\n\r\n");
                return true;
            case Reaction.Leave:
                await Send(stream, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n");
                return true;
            case Reaction.Postpone:
                await Send(stream, "HTTP/1.1 503 Later\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n");
                return true;
            case Reaction.Reset:
                client.Client.LingerState = new LingerOption(true, 0);
                return false;
            case Reaction.Silence:
                await Task.Delay(Timeout.Infinite, stop.Token);
                return false;
            case Reaction.Babble:
                await Send(stream, "\0\u0001 what? \u001b[2J\n\n");
                return false;
            case Reaction.Stumble:
                await Send(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhal");
                return false;
            case Reaction.Trickle:
                await Send(stream, "HTTP/1.1 200 OK\r\n\r\n");
                while (true)
                {
                    await Send(stream, ".");
                    await Task.Delay(20, stop.Token);
                }
            default:
                await Send(stream, "HTTP/1.1 500 Oh\r\n\r\n");
                while (true)
                    await Send(stream, new string('x', 64 * 1024));
        }
    }

    private Task Send(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), stop.Token).AsTask();
}

/// <summary>A call as it came.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Headers">By name, whatever its case.</param>
/// <param name="Body">As it was sent.</param>
public sealed record ReceivedCall(int Number, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The <c>webhook-id</c>.</summary>
    public string Id => Headers["webhook-id"];
}

using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace BigPicture.Benchmarks.Load;

/// <summary>
/// One keep-alive connection of one client thread, blocking and without a library between it and the socket: on a small machine the
/// load generator takes its share of the processors from the server it measures. Reads only answers that state their length.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private const int AnswerMax = 64 * 1024;

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
    private readonly byte[] received = new byte[AnswerMax];
    private readonly byte[] sent = new byte[AnswerMax];
    private readonly string common;
    private int bodyStart;
    private int length;

    public HttpConnection(Uri server, string token)
    {
        common =
            $" HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: ";
        socket.Connect(server.Host, server.Port);
    }

    /// <summary>The body of the last answer; good until the next call.</summary>
    public ReadOnlySpan<byte> Body => received.AsSpan(bodyStart, length - bodyStart);

    /// <summary>Sends a body and waits for the answer.</summary>
    /// <returns>The answer's status.</returns>
    /// <exception cref="IOException">The server closed the connection.</exception>
    public int Post(string path, string body)
    {
        var used = Encoding.UTF8.GetBytes($"POST {path}{common}{Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}", sent);
        for (var from = 0; from < used; )
            from += socket.Send(sent.AsSpan(from, used - from));
        return Receive();
    }

    public void Dispose() => socket.Dispose();

    private int Receive()
    {
        (length, bodyStart) = (0, 0);
        var whole = int.MaxValue;
        while (length < whole)
        {
            var count = socket.Receive(received.AsSpan(length));
            if (count == 0)
                throw new IOException("The server closed the connection.");
            length += count;
            if (bodyStart == 0 && received.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is > 0 and var head)
            {
                bodyStart = head + 4;
                whole = bodyStart + ContentLength(received.AsSpan(0, head));
            }
        }
        return Utf8Parser.TryParse(received.AsSpan("HTTP/1.1 ".Length), out int status, out _)
            ? status
            : throw new IOException("The server does not speak HTTP/1.1.");
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int bytes, out _)
            ? bytes
            : throw new IOException($"An answer without a length: {Encoding.UTF8.GetString(head)}");
    }
}

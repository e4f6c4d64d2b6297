using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace BigPicture.IntegrationTests.Client;

/// <summary>A way to a server on which anything may happen. One request a connection, so that a fault holds from the next call on.</summary>
internal sealed partial class FaultProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource closed = new();
    private readonly int port = LoopbackPort.Free();
    private volatile SslStreamCertificateContext? certificate;
    private TcpListener? listener;
    private volatile Uri upstream;
    private volatile string? token;
    private volatile Fault fault;
    private int calls;

    public FaultProxy(Uri upstream)
    {
        this.upstream = upstream;
        Listen();
    }

    public string Url => $"{(certificate is null ? "http" : "https")}://127.0.0.1:{port}";

    /// <summary>Requests that came in full.</summary>
    public int Calls => Volatile.Read(ref calls);

    public Fault Fault
    {
        get => fault;
        set
        {
            fault = value;
            if (value == Fault.Refused)
                Interlocked.Exchange(ref listener, null)?.Stop();
            else if (listener is null)
                Listen();
        }
    }

    /// <summary>A path that no server knows, as one of before or a proxy would have it.</summary>
    public string? Unknown { get; set; }

    /// <summary>What is answered at a path instead of what the server would say, as JSON.</summary>
    public (string Path, string Json)? Instead { get; set; }

    /// <summary>Another server answers from now on.</summary>
    /// <param name="as">The API token that it knows the caller by; null: the caller's own.</param>
    public void Lead(Uri to, string? @as) => (upstream, token) = (to, @as);

    /// <summary>It speaks TLS from now on, under this certificate.</summary>
    public void Show(SslStreamCertificateContext shown) => certificate = shown;

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        listener?.Stop();
    }

    private void Listen()
    {
        var next = new TcpListener(IPAddress.Loopback, port);
        next.Start();
        listener = next;
        _ = Accept(next);
    }

    private async Task Accept(TcpListener from)
    {
        try
        {
            while (true)
                _ = Serve(await from.AcceptTcpClientAsync(closed.Token));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = await Secure(client.GetStream());
                var request = await Request(stream);
                Interlocked.Increment(ref calls);
                await Answer(client, stream, request);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The one or the other side has gone away, as it is meant to.
            }
            catch (System.Security.Authentication.AuthenticationException)
            {
                // The client did not like the certificate.
            }
        }
    }

    private async Task<Stream> Secure(NetworkStream raw)
    {
        if (certificate is null)
            return raw;
        var tls = new SslStream(raw);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate }, closed.Token);
        return tls;
    }

    private async Task Answer(TcpClient client, Stream stream, byte[] request)
    {
        var path = Encoding.Latin1.GetString(request, 0, Array.IndexOf(request, (byte)'\r')).Split(' ')[1];
        if (Unknown is { } unknown && path.StartsWith(unknown, StringComparison.Ordinal))
        {
            await Say(stream, "404 Not Found", "application/problem+json", Problem("NOT_FOUND", 404));
            return;
        }
        if (Instead is { } instead && path.StartsWith(instead.Path, StringComparison.Ordinal))
        {
            await Say(stream, "200 OK", "application/json", instead.Json);
            return;
        }
        switch (fault)
        {
            case Fault.Reset:
                client.Client.LingerState = new LingerOption(true, 0);
                client.Client.Close();
                return;
            case Fault.Garbage:
                await stream.WriteAsync("\u0001\u0002 garbage \u0003\r\n\r\n"u8.ToArray(), closed.Token);
                return;
            case Fault.OtherPage:
                await Say(stream, "200 OK", "text/html", "<html>Please sign in to the hotel's network.</html>");
                return;
            case Fault.Slow:
                await Task.Delay(Timeout.Infinite, closed.Token);
                return;
            case Fault.ClientError:
                await Say(stream, "403 Forbidden", "text/html", "<html>Blocked by policy.</html>");
                return;
            case Fault.ServerError:
                await Say(stream, "500 Internal Server Error", "application/problem+json", Problem("INTERNAL_ERROR", 500));
                return;
            case Fault.Unavailable:
                await Say(stream, "503 Service Unavailable\r\nRetry-After: 30", "application/problem+json", Problem("UNAVAILABLE", 503));
                return;
            default:
                await Relay(stream, request, half: fault == Fault.HalfAnswer);
                return;
        }
    }

    private async Task Relay(Stream stream, byte[] request, bool half)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(upstream.Host, upstream.Port, closed.Token);
        await using var far = server.GetStream();
        await far.WriteAsync(request, closed.Token);
        if (!half)
        {
            await far.CopyToAsync(stream, closed.Token);
            return;
        }
        using var answer = new MemoryStream();
        await far.CopyToAsync(answer, closed.Token);
        await stream.WriteAsync(answer.ToArray().AsMemory(0, (int)answer.Length / 2), closed.Token);
    }

    /// <summary>One request whole, asked to be the only one.</summary>
    private async Task<byte[]> Request(Stream stream)
    {
        var read = new List<byte>();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var count = await stream.ReadAsync(buffer, closed.Token);
            if (count == 0)
                throw new IOException("Nothing was asked.");
            read.AddRange(buffer.AsSpan(0, count));
            var text = Encoding.Latin1.GetString([.. read]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0 || read.Count < end + 4 + Length(text[..end]))
                continue;
            var first = text.IndexOf("\r\n", StringComparison.Ordinal);
            var sent = $"{text[..first]}\r\nConnection: close{text[first..]}";
            return Encoding.Latin1.GetBytes(token is null ? sent : Bearer().Replace(sent, $"Bearer {token}"));
        }
    }

    [GeneratedRegex("Bearer bp_[A-Za-z0-9_-]+")]
    private static partial Regex Bearer();

    private static int Length(string head)
    {
        const string Name = "\r\nContent-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return 0;
        var rest = head[(at + Name.Length)..];
        var end = rest.IndexOf('\r', StringComparison.Ordinal);
        return int.Parse(end < 0 ? rest : rest[..end], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Problem(string code, int status) =>
        $$"""{"type":"urn:bigpicture:problem:x","title":"Ill.","status":{{status}},"code":"{{code}}","message":"The server is ill.","request_id":"r1"}""";

    private async Task Say(Stream stream, string status, string type, string body) =>
        await stream.WriteAsync(
            Encoding.UTF8.GetBytes(
                $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"
            ),
            closed.Token
        );
}

using System.Net.Sockets;

namespace BigPicture.IntegrationTests.Transport;

/// <summary>What the web server takes from a connection; the numbers stand in docs/operations.md.</summary>
public sealed class RequestLimitTests(SharedServer shared)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(98, "HTTP/1.1 200 ")]
    [InlineData(99, "HTTP/1.1 431 ")]
    public async Task A_request_has_a_hundred_headers_at_most(int more, string answer)
    {
        var headers = string.Concat(Enumerable.Range(0, more).Select(i => $"X-{i}: 1\r\n"));
        Assert.StartsWith(answer, await Ask("/livez", headers), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, "HTTP/1.1 200 ")]
    [InlineData(33, "HTTP/1.1 431 ")]
    public async Task Its_headers_have_32_KiB_at_most(int kibibytes, string answer)
    {
        var headers = string.Concat(Enumerable.Range(0, kibibytes).Select(i => $"X-{i}: {new string('x', 1000)}\r\n"));
        Assert.StartsWith(answer, await Ask("/livez", headers), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7 * 1024, "HTTP/1.1 404 ")]
    [InlineData(9 * 1024, "HTTP/1.1 414 ")]
    public async Task Its_first_line_has_8_KiB_at_most(int length, string answer) =>
        Assert.StartsWith(answer, await Ask("/" + new string('x', length), ""), StringComparison.Ordinal);

    [Fact]
    public async Task Connections_are_counted_and_slow_ones_let_go()
    {
        await using var server = await LiveServer.Start(
            new Dictionary<string, string?> { ["http:connections_max"] = "2", ["http:headers_timeout_seconds"] = "1" }
        );
        using var first = await Open(server);
        using var second = await Open(server);
        using var third = await Open(server);
        Assert.Equal("", await Rest(third));

        await first.GetStream().WriteAsync("GET /livez HTTP/1.1\r\nHost: x\r\n"u8.ToArray(), Cancel);
        Assert.StartsWith("HTTP/1.1 408 ", await Rest(first), StringComparison.Ordinal);
        using var fourth = await Open(server);
        await fourth.GetStream().WriteAsync("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancel);
        Assert.StartsWith("HTTP/1.1 200 ", await Rest(fourth), StringComparison.Ordinal);
    }

    private Task<string> Ask(string path, string headers) =>
        RawHttp.Ask(shared.Live.Url, $"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n");

    private static async Task<TcpClient> Open(LiveServer server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Url.Host, server.Url.Port, Cancel);
        return client;
    }

    private static async Task<string> Rest(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream());
        try
        {
            return await reader.ReadToEndAsync(Cancel);
        }
        catch (IOException)
        {
            return ""; // Reset instead of closed.
        }
    }
}

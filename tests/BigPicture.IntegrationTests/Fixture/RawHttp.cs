using System.Net.Sockets;
using System.Text;

namespace BigPicture.IntegrationTests.Fixture;

/// <summary>Bytes on a socket, for what no HTTP client would send.</summary>
internal static class RawHttp
{
    /// <param name="request">Should ask to close the connection; bytes above 127 go out as Latin-1.</param>
    public static Task<string> Ask(Uri server, string request) => Ask(server, Encoding.Latin1.GetBytes(request));

    public static async Task<string> Ask(Uri server, byte[] request)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancel);
        var stream = client.GetStream();
        await stream.WriteAsync(request, cancel);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancel);
    }
}

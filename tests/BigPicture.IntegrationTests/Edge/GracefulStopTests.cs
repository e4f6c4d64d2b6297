using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BigPicture.IntegrationTests.Edge;

public sealed class GracefulStopTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The request is in the server's hands when the word to stop comes, and its last bytes arrive after it.</summary>
    [Fact]
    public async Task What_was_accepted_is_answered_after_the_word_to_stop()
    {
        await using var server = await LiveServer.Start();
        const string Body = """{"product_id":"cad-pro","subject_type":"user","subject_id":"late","session_id":"s"}""";
        using var client = new TcpClient();
        await client.ConnectAsync(server.Url.Host, server.Url.Port, Cancel);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /v1/license/lease HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.Founded.ClientToken}\r\n"
                    + $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\nExpect: 100-continue\r\n\r\n"
            ),
            Cancel
        );
        // The server asks for the body: it has accepted the request.
        Assert.StartsWith("HTTP/1.1 100 ", await ReadSome(stream), StringComparison.Ordinal);

        var stopped = server.App.StopAsync(Cancel);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Body), Cancel);
        Assert.StartsWith("HTTP/1.1 201 ", await ReadSome(stream), StringComparison.Ordinal);
        client.Close();
        await stopped.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
    }

    [Fact]
    public async Task It_is_not_ready_first_and_serves_on_until_whoever_sends_callers_has_heard_of_it()
    {
        await using var server = await LiveServer.Start(new Dictionary<string, string?> { ["stop_delay_seconds"] = "2" });
        (await server.Anonymous.Get("/readyz")).Must(HttpStatusCode.OK);

        var stopped = server.App.StopAsync(Cancel);
        Assert.Equal(
            ["running"],
            (await server.Anonymous.Get("/readyz")).MustRefuse(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE").Fields
        );
        (await server.Anonymous.Get("/livez")).Must(HttpStatusCode.OK);
        var lease = await server.Application.Post(
            "/v1/license/lease",
            """{"product_id":"cad-pro","subject_type":"user","subject_id":"late","session_id":"s"}"""
        );
        Assert.Equal("close", lease.Must(HttpStatusCode.Created).Header("Connection"));

        await stopped.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Anonymous.Get("/livez"));
    }

    private static async Task<string> ReadSome(NetworkStream stream)
    {
        var buffer = new byte[16 * 1024];
        var length = await stream.ReadAsync(buffer, Cancel);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}

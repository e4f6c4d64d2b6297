using System.Net;
using System.Net.Sockets;
using System.Text;
using BigPicture.Host.Edge.Streams;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Telemetry;

/// <summary>Readers of events may take up so much of a server and no more.</summary>
public sealed class SlowReaderTests
{
    private const int Changes = 3_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_does_not_read_is_cut_off_and_holds_nobody_up()
    {
        var limits = new StreamLimits { ReadWithin = TimeSpan.FromMilliseconds(500), Pause = TimeSpan.FromMilliseconds(100) };
        await using var server = await LiveServer.Start(also: services => services.AddSingleton(limits));
        var entitlement = await Things.Entitlement(server.Admin, policy: """{"type":"feature_based","features":["open"]}""");
        var features = string.Join(',', Enumerable.Range(0, 28).Select(i => $"\"{i:D2}{new string('f', 62)}\""));
        using var slow = new TcpClient { ReceiveBufferSize = 4_096 };
        await slow.ConnectAsync(server.Url.Host, server.Url.Port, Cancel);
        await slow.GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"GET /v1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: Bearer {server.Founded.AdminToken}\r\n\r\n"
                ),
                Cancel
            );
        await using var quick = await EventStreamReader.Open(server.Admin, "/v1/events?types=entitlement.updated");

        // Each change tells some kilobytes, which lie in the buffers of both ends until these are full.
        var reading = quick.Next(Changes);
        for (var i = 0; i < Changes; i++)
        {
            var policy = $$"""{"policy_json":{"type":"feature_based","features":[{{features}}],"lease_seconds":{{60 + i}} } }""";
            (await server.Admin.Put($"/v1/entitlements/{entitlement}", policy)).Must(HttpStatusCode.OK);
        }
        Assert.Equal(Changes, (await reading).Count);

        await ToTheEnd(slow.GetStream()).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
    }

    [Fact]
    public async Task One_reader_too_many_is_told_to_come_again()
    {
        await using var server = await LiveServer.Start(also: services => services.AddSingleton(new StreamLimits { StreamsMax = 1 }));
        await using (await EventStreamReader.Open(server.Admin, "/v1/events"))
        {
            var refused = await server.Admin.Ask(HttpMethod.Get, "/v1/events", null, ("Accept", "text/event-stream"));
            Assert.Equal("10", refused.MustRefuse(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE").Header("Retry-After"));
        }
    }

    private static async Task ToTheEnd(NetworkStream stream)
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (await stream.ReadAsync(buffer, Cancel) > 0) { }
        }
        catch (IOException)
        {
            // Reset: as good an end.
        }
    }
}

using System.Net;

namespace BigPicture.IntegrationTests.Transport;

/// <summary>What a proxy says about the caller counts when the proxy is one of those that are named, and else means nothing.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.0/8,127.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData(null, false)]
    public async Task Only_a_trusted_proxy_is_believed(string? trusted, bool isBelieved)
    {
        await using var server = await LiveServer.Start(
            new Dictionary<string, string?>
            {
                ["trusted_proxies"] = trusted,
                ["limits:anonymous_calls_per_second"] = "1",
                ["limits:anonymous_calls_burst"] = "1",
            }
        );
        var first = await Ask(server, "192.0.2.1");
        var others = new[] { await Ask(server, "192.0.2.2"), await Ask(server, "192.0.2.3"), await Ask(server, "192.0.2.4") };
        Assert.Equal(HttpStatusCode.NotFound, first.Status);
        // Each caller has a limit of its own, or the proxy one for all.
        Assert.Equal(isBelieved, others.All(reply => reply.Status == HttpStatusCode.NotFound));
        Assert.Equal(isBelieved, first.Header("Strict-Transport-Security") is not null);
    }

    [Fact]
    public async Task What_stands_beyond_a_trusted_chain_is_the_caller_whatever_it_says_itself()
    {
        await using var server = await LiveServer.Start(
            new Dictionary<string, string?>
            {
                ["trusted_proxies"] = "127.0.0.1,10.0.0.0/8",
                ["limits:anonymous_calls_per_second"] = "1",
                ["limits:anonymous_calls_burst"] = "1",
            }
        );
        var replies = new List<Reply>();
        for (var i = 1; i < 5; i++)
            replies.Add(await Ask(server, $"198.51.100.{i}, 192.0.2.1, 10.0.0.{i}"));
        Assert.Contains(replies, reply => reply.Status == HttpStatusCode.TooManyRequests);
    }

    private static Task<Reply> Ask(LiveServer server, string address) =>
        server.Anonymous.Ask(
            HttpMethod.Get,
            "/absent",
            null,
            ("X-Forwarded-For", address),
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", "licenses.example.com")
        );
}

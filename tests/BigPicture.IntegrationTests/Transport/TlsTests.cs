using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using BigPicture.Cli;
using BigPicture.Host.Edge.Loops;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigPicture.IntegrationTests.Transport;

/// <summary>A server that shows a certificate of its own.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates files = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_speaks_both_versions_of_http_to_who_trusts_its_root()
    {
        await using var server = await LiveServer.Start(files.Settings);
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var client = Client(server, version);
            using var answer = await client.GetAsync("/readyz", Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(version, answer.Version);
            Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        }
    }

    [Fact]
    public async Task It_speaks_nothing_older_than_tls_1_2()
    {
        await using var server = await LiveServer.Start(files.Settings);
        foreach (var version in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
        {
            await using var stream = await Connect(server, version);
            Assert.Equal(version, stream.SslProtocol);
        }

        // A client of TLS 1.1, of which no library here is capable any more; the answer is the alert `protocol_version`.
        byte[] hello = [3, 2, .. new byte[32], 0, 0, 4, 0xC0, 0x13, 0xC0, 0x09, 1, 0, 0, 0];
        byte[] record = [0x16, 3, 1, 0, (byte)(hello.Length + 4), 1, 0, 0, (byte)hello.Length, .. hello];
        using var client = new TcpClient();
        await client.ConnectAsync(server.Url.Host, server.Url.Port, Cancel);
        await client.GetStream().WriteAsync(record, Cancel);
        var alert = new byte[7];
        await client.GetStream().ReadExactlyAsync(alert, Cancel);
        Assert.Equal((0x15, 70), (alert[0], alert[6]));
    }

    [Fact]
    public async Task New_files_are_shown_to_new_connections_and_open_ones_go_on()
    {
        var told = new ToldLines();
        await using var server = await LiveServer.Start(files.Settings, services => services.AddSingleton<ILoggerProvider>(told));
        var connections = 0;
        using var old = Client(server, HttpVersion.Version11, () => connections++);
        await old.GetStringAsync("/readyz", Cancel);
        Assert.Equal("CN=first", await Subject(server));

        files.Write("second");
        await Look(server);
        Assert.Equal("CN=second", await Subject(server));
        Assert.Contains(told.Lines, line => line.Contains("CN=second", StringComparison.Ordinal));

        // Half of a pair, then nonsense, then nothing at all: the last good one stays, and each is told once.
        var key = await File.ReadAllTextAsync(files.Key, Cancel);
        files.Write("third");
        await File.WriteAllTextAsync(files.Key, key, Cancel);
        await Look(server);
        await Look(server);
        await File.WriteAllTextAsync(files.Certificate, "nonsense", Cancel);
        await Look(server);
        Assert.Equal("CN=second", await Subject(server));
        Assert.Equal(2, told.Lines.Count(line => line.Contains("the certificate of before stays", StringComparison.Ordinal)));
        File.Delete(files.Certificate);
        await Look(server);
        await Look(server);
        Assert.Equal(3, told.Lines.Count(line => line.Contains("the certificate of before stays", StringComparison.Ordinal)));
        Assert.Equal("CN=second", await Subject(server));

        files.Write("fourth");
        await Look(server);
        Assert.Equal("CN=fourth", await Subject(server));

        await old.GetStringAsync("/readyz", Cancel);
        Assert.Equal(1, connections);
    }

    [Fact]
    public async Task An_address_and_files_that_do_not_go_together_are_refused()
    {
        await Refuses("tls:key_file", null, "needs both tls.certificate_file and tls.key_file");
        await Refuses("url", "http://127.0.0.1:0", "would be served without it");
        await Refuses("tls:key_file", files.Certificate, "cannot be used as a certificate and its private key");
        await Refuses("tls:certificate_file", "/absent", "cannot be used as a certificate and its private key");
    }

    public void Dispose() => files.Dispose();

    private async Task Refuses(string key, string? value, string why)
    {
        var settings = files.Settings;
        settings[key] = value;
        var refused = await Assert.ThrowsAsync<CommandException>(() => LiveServer.Start(settings));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    private static Task<bool> Look(LiveServer server) =>
        server.App.Services.GetRequiredService<LoopRunner>().Step("reload_certificate", Cancel);

    private async Task<string> Subject(LiveServer server)
    {
        await using var stream = await Connect(server, SslProtocols.None);
        return stream.RemoteCertificate!.Subject;
    }

    private async Task<SslStream> Connect(LiveServer server, SslProtocols version)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Url.Host, server.Url.Port, Cancel);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(Options(version), Cancel);
        return stream;
    }

    private HttpClient Client(LiveServer server, Version version, Action? connected = null) =>
        new(
            new SocketsHttpHandler
            {
                SslOptions = Options(SslProtocols.None),
                ConnectCallback = async (context, cancel) =>
                {
                    connected?.Invoke();
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(context.DnsEndPoint, cancel);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = server.Url,
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

    // Knows the root and nothing else: the server must send what stands between.
    private SslClientAuthenticationOptions Options(SslProtocols version) =>
        new()
        {
            TargetHost = "127.0.0.1",
            EnabledSslProtocols = version,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { files.Root },
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
        };
}

using System.Net;
using System.Net.Sockets;
using BigPicture.Application.Telemetry.Webhooks;

namespace BigPicture.Infrastructure.Telemetry.Webhooks;

/// <summary>Finds out what a host is, once; says whether a webhook may go there; and connects to exactly that address.</summary>
/// <param name="resolve">The addresses of a name.</param>
internal sealed class WebhookTargets(WebhookOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve) : IWebhookTargets
{
    private const string NotEverybodys =
        "must not lead to a private or special address, unless webhooks.allowed_networks names its network";

    public string? Problem(Uri url) =>
        LiteralOf(url.IdnHost) is { } address && !IsAllowed(address) ? NotEverybodys
        : IsThisMachine(url.IdnHost) && !IsAllowed(IPAddress.Loopback) ? NotEverybodys
        : null;

    /// <exception cref="TargetRefusedException">None of its addresses may be called.</exception>
    public async ValueTask<Stream> Connect(DnsEndPoint host, CancellationToken cancel)
    {
        var allowed = await Allowed(host.Host, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, host.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What it resolves to and may be called; nothing is asked again later, when the answer may be another one.</summary>
    public async Task<IPAddress[]> Allowed(string host, CancellationToken cancel)
    {
        IPAddress[] found = LiteralOf(host) is { } literal ? [literal] : await resolve(host, cancel);
        IPAddress[] allowed = [.. found.Where(IsAllowed)];
        return allowed.Length > 0 ? allowed : throw new TargetRefusedException();
    }

    private bool IsAllowed(IPAddress address) =>
        !SpecialNetworks.Contain(address) || options.AllowedNetworks.Any(network => network.Contains(SpecialNetworks.Meant(address)));

    private static IPAddress? LiteralOf(string host) => IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;

    private static bool IsThisMachine(string host)
    {
        var name = host.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>The host leads where no webhook may go. It is not told where: who asks may not know.</summary>
internal sealed class TargetRefusedException()
    : Exception("its address is private or special, and webhooks.allowed_networks does not name it");

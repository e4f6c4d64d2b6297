using BigPicture.Host.Configuration;
using BigPicture.Host.Edge.Bodies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Edge.Transport;

/// <summary>What the web server takes from a connection before the edge sees it. docs/operations.md tells these numbers.</summary>
internal static class Listening
{
    public const int HeadersMax = 100;
    public const int HeaderBytesMax = 32 * 1024;
    public const int RequestLineBytesMax = 8 * 1024;

    public static void Limit(KestrelServerOptions kestrel, IConfiguration settings)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = settings.Number(SettingList.ConnectionsMax, 10_000);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(settings.Number(SettingList.KeepAliveSeconds, 130));
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(settings.Number(SettingList.HeadersTimeoutSeconds, 10));
        limits.MaxRequestHeaderCount = HeadersMax;
        limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        limits.MaxRequestLineSize = RequestLineBytesMax;
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        // The edge counts for itself. This is how much of a body that is too large is still read off the line, so that its sender
        // gets to hear why instead of a broken connection.
        limits.MaxRequestBodySize = 256 * StrictBody.BytesMax;
    }

    public static void ShowCertificate(KestrelServerOptions kestrel, ServerCertificate certificate) =>
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.UseHttps(certificate.Handshake));
}

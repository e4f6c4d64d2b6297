#if NET
using System.Security.Cryptography.X509Certificates;
#endif

namespace BigPicture.Client.Servers;

/// <summary>How a server is reached: proxy, authorities, and nothing that an answer could talk us into (redirects, cookies).</summary>
internal static class Transport
{
    private const int ConnectionsMax = 8;

    public static HttpMessageHandler To(Uri server, LicenseClientOptions options)
    {
#if NET
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !server.IsLoopback,
            Proxy = options.Proxy,
            ConnectTimeout = options.CallTimeout,
            MaxConnectionsPerServer = ConnectionsMax,
            // A name that moves to another address is followed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (options.CertificateAuthorities.Count > 0)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.AddRange(options.CertificateAuthorities.ToArray());
            handler.SslOptions.CertificateChainPolicy = policy;
        }
        return handler;
#else
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !server.IsLoopback,
            MaxConnectionsPerServer = ConnectionsMax,
        };
        if (options.Proxy is not null && !server.IsLoopback)
            handler.Proxy = options.Proxy;
        if (options.CertificateAuthorities.Count > 0)
        {
            handler.ServerCertificateCustomValidationCallback = (_, certificate, _, errors) =>
                AuthorityCheck.Vouches(options.CertificateAuthorities, certificate, errors);
        }
        return handler;
#endif
    }
}

using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BigPicture.Cli;
using BigPicture.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Edge.Transport;

/// <summary>Where the server's certificate and its key lie.</summary>
internal sealed record CertificateFiles(string Certificate, string Key, string? KeyPassword)
{
    /// <returns>Null for a server without TLS.</returns>
    /// <exception cref="CommandException">The address and the files contradict each other.</exception>
    public static CertificateFiles? Of(IConfiguration settings, string url)
    {
        var (certificate, key) = (settings.Of(SettingList.TlsCertificate), settings.Of(SettingList.TlsKey));
        var isHttps = url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        return (isHttps, certificate, key) switch
        {
            (false, null, null) => null,
            (true, not null, not null) => new(certificate, key, settings.Of(SettingList.TlsKeyPassword)),
            (true, _, _) => throw Contradiction($"{url} needs both {SettingList.TlsCertificate} and {SettingList.TlsKey}."),
            (false, _, _) => throw Contradiction($"A certificate is set, but {url} would be served without it: write https://."),
        };
    }

    /// <summary>Both files as they are now; to be compared, and to be used.</summary>
    public (string Certificate, string Key) Read() => (File.ReadAllText(Certificate), File.ReadAllText(Key));

    /// <exception cref="CryptographicException">They are no certificate and its key.</exception>
    /// <exception cref="ArgumentException">A block of PEM is missing.</exception>
    public SslStreamCertificateContext Open((string Certificate, string Key) pem)
    {
        using var read = KeyPassword is null
            ? X509Certificate2.CreateFromPem(pem.Certificate, pem.Key)
            : X509Certificate2.CreateFromEncryptedPem(pem.Certificate, pem.Key, KeyPassword);
        // A key that was only read cannot be used everywhere; in this form every system takes it.
        var own = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(pem.Certificate);
        // Nothing is fetched: what the file holds is what is sent.
        return SslStreamCertificateContext.Create(own, chain, offline: true);
    }

    /// <summary>What is wrong with the files, for whoever set them.</summary>
    public static bool IsFileFault(Exception e) =>
        e is CryptographicException or ArgumentException or AuthenticationException or IOException or UnauthorizedAccessException;

    private static CommandException Contradiction(string what) =>
        new(what, "Set the address and the files of its certificate to go together.", ExitCode.Usage);
}

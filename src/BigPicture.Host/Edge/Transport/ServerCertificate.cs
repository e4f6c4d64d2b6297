using System.Net.Security;
using System.Security.Authentication;
using BigPicture.Host.Edge.Loops;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace BigPicture.Host.Edge.Transport;

/// <summary>
/// The certificate that new connections are shown. Its files are looked at again and again, since what renews or mounts them tells nobody;
/// connections that are open go on with the one that they began with.
/// </summary>
internal sealed partial class ServerCertificate : ILoop
{
    private readonly CertificateFiles files;
    private (string Certificate, string Key) seen;
    private string? complaint;
    private volatile SslStreamCertificateContext current;

    /// <exception cref="CommandException">The files are no certificate and its key.</exception>
    public ServerCertificate(CertificateFiles files)
    {
        this.files = files;
        try
        {
            seen = files.Read();
            current = files.Open(seen);
        }
        catch (Exception e) when (CertificateFiles.IsFileFault(e))
        {
            throw new CommandException(
                $"{files.Certificate} and {files.Key} cannot be used as a certificate and its private key: {e.Message}",
                "Both are PEM files; the certificate comes first, its intermediates after it."
            );
        }
    }

    public string Name => "reload_certificate";

    public TimeSpan Period => TimeSpan.FromSeconds(2);

    public TlsHandshakeCallbackOptions Handshake =>
        new()
        {
            OnConnection = _ =>
                ValueTask.FromResult(
                    new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = current,
                        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    }
                ),
        };

    public async Task<bool> Tick(IServiceProvider services, CancellationToken cancel)
    {
        await Task.CompletedTask;
        Reload((ILogger<ServerCertificate>)services.GetService(typeof(ILogger<ServerCertificate>))!);
        return false;
    }

    private void Reload(ILogger log)
    {
        try
        {
            var found = files.Read();
            if (found == seen)
                return;
            // Mostly, what does not go together is one file that is new already and one that is not yet.
            seen = found;
            current = files.Open(found);
            complaint = null;
            Renewed(log, files.Certificate, current.TargetCertificate.Subject, current.TargetCertificate.NotAfter.ToUniversalTime());
        }
        catch (Exception e) when (CertificateFiles.IsFileFault(e))
        {
            // Once, not each time that it is looked at.
            if (e.Message != complaint)
                Kept(log, files.Certificate, files.Key, e.Message);
            complaint = e.Message;
        }
    }

    [LoggerMessage(
        5001,
        LogLevel.Information,
        "New connections get the certificate of {File}: {Subject}, until {Until:yyyy-MM-dd'T'HH:mm:ss'Z'}"
    )]
    private static partial void Renewed(ILogger log, string file, string subject, DateTime until);

    [LoggerMessage(5002, LogLevel.Error, "{File} and {Key} changed, but cannot be used; the certificate of before stays: {Why}")]
    private static partial void Kept(ILogger log, string file, string key, string why);
}

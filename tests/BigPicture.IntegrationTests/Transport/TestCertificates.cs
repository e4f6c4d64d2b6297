using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BigPicture.IntegrationTests.Transport;

/// <summary>A certificate in two PEM files of a folder of its own, issued by an intermediate that a client does not know.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-tls-");
    private readonly X509Certificate2 intermediate;
    private byte serial = 2;

    public TestCertificates()
    {
        Root = Authority("CN=Test root", null);
        intermediate = Authority("CN=Test intermediate", Root);
        Write("first");
    }

    /// <summary>What a client trusts.</summary>
    public X509Certificate2 Root { get; }

    public string Certificate => Path.Combine(folder.FullName, "tls.crt");

    public string Key => Path.Combine(folder.FullName, "tls.key");

    public Dictionary<string, string?> Settings =>
        new()
        {
            ["url"] = "https://127.0.0.1:0",
            ["tls:certificate_file"] = Certificate,
            ["tls:key_file"] = Key,
        };

    /// <summary>The same, for a server of the test's own.</summary>
    public SslStreamCertificateContext Context()
    {
        var own = X509Certificate2.CreateFromPemFile(Certificate, Key);
        return SslStreamCertificateContext.Create(own, [intermediate], offline: true);
    }

    /// <summary>Puts another certificate, and another key, in the place of those that are there.</summary>
    public void Write(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var own = request.Create(intermediate, From.AddDays(2), Until.AddDays(-2), [serial++]);
        File.WriteAllText(Certificate, own.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem() + "\n");
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    public void Dispose()
    {
        Root.Dispose();
        intermediate.Dispose();
        folder.Delete(recursive: true);
    }

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return issuer is null
            ? request.CreateSelfSigned(From, Until)
            : request.Create(issuer, From.AddDays(1), Until.AddDays(-1), [1]).CopyWithPrivateKey(key);
    }
}

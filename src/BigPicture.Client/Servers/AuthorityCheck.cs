#if !NET
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace BigPicture.Client.Servers;

/// <summary>Whether a certificate leads up to one of some authorities; .NET Standard has no trust store of one's own.</summary>
internal static class AuthorityCheck
{
    public static bool Vouches(IReadOnlyList<X509Certificate2> authorities, X509Certificate2? certificate, SslPolicyErrors errors)
    {
        // The chain is judged anew below; a missing certificate or another name is final.
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // Unknown authorities pass the build, and only ours pass what follows.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        foreach (var authority in authorities)
            chain.ChainPolicy.ExtraStore.Add(authority);
        if (!chain.Build(certificate))
            return false;
        var top = chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData;
        return authorities.Any(authority => authority.RawData.SequenceEqual(top));
    }
}
#endif

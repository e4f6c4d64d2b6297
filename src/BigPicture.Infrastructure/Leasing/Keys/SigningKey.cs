using BigPicture.Domain.Shared;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>A key of this server: its private part, its certificates, and what these allow it to sign.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly CertifiedKey certified;

    internal SigningKey(Ed25519Signer signer, IReadOnlyList<string> chain, CertifiedKey certified)
    {
        this.certified = certified;
        Signer = signer;
        Footer = LeaseTokenFooter.Create(signer.PublicKey, chain);
    }

    /// <summary><c>k4.pid.…</c></summary>
    public string KeyId => Footer.KeyId;

    /// <summary>Who signed, and the certificates that say that it may: the same for every kind of token.</summary>
    public LeaseTokenFooter Footer { get; }

    /// <summary>The first moment at which something may be issued under it.</summary>
    public Instant NotBefore => Instant.From(certified.NotBefore);

    /// <summary>The latest end of what it signs; of a lease, also of its grace.</summary>
    public Instant NotAfter => Instant.From(certified.NotAfter);

    /// <summary>Which life of the server's data it was certified for.</summary>
    public string Series => certified.Series;

    /// <summary>The longest lease; null: no limit.</summary>
    public int? LeaseSecondsMax => certified.MaxLeaseSeconds;

    internal Ed25519Signer Signer { get; }

    internal CertifiedKey Certified => certified;

    /// <summary>Ids of the keys that certified it, up to the root.</summary>
    internal IReadOnlyList<string> Parents => certified.Parents;

    /// <summary>A token of the key's own use over this payload, with its footer.</summary>
    internal string Sign(ReadOnlySpan<byte> payload) => PublicToken.Sign(Signer, payload, Footer.Utf8);

    public void Dispose() => Signer.Dispose();
}

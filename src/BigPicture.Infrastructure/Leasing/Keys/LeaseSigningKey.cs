using BigPicture.Domain.Shared;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>A lease key of this server: its private part, its certificates, and what these allow it to sign.</summary>
public sealed class LeaseSigningKey : IDisposable
{
    private readonly CertifiedKey certified;

    internal LeaseSigningKey(Ed25519Signer signer, IReadOnlyList<string> chain, CertifiedKey certified)
    {
        this.certified = certified;
        Signer = signer;
        Footer = LeaseTokenFooter.Create(signer.PublicKey, chain);
    }

    /// <summary><c>k4.pid.…</c></summary>
    public string KeyId => Footer.KeyId;

    public LeaseTokenFooter Footer { get; }

    /// <summary>The first moment at which a lease may be issued under it.</summary>
    public Instant NotBefore => Instant.From(certified.NotBefore);

    /// <summary>The latest end of a lease, and of its grace.</summary>
    public Instant NotAfter => Instant.From(certified.NotAfter);

    /// <summary>The longest lease.</summary>
    public int LeaseSecondsMax => certified.MaxLeaseSeconds ?? int.MaxValue;

    internal Ed25519Signer Signer { get; }

    public void Dispose() => Signer.Dispose();
}

using System.Collections.Frozen;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>The server's keys while it runs. Immutable: a rotation makes a new ring.</summary>
public sealed class KeyRing : IDisposable
{
    private readonly FrozenDictionary<string, LeaseSigningKey> byId;

    internal KeyRing(
        IReadOnlyList<VerifyingKey> roots,
        IReadOnlyList<string> certificates,
        IReadOnlyList<LeaseSigningKey> leaseKeys,
        bool isEncrypted
    )
    {
        Roots = roots;
        Certificates = certificates;
        Current = leaseKeys[^1];
        IsEncrypted = isEncrypted;
        byId = leaseKeys.ToFrozenDictionary(key => key.KeyId, StringComparer.Ordinal);
    }

    /// <summary>The key that signs what is issued or renewed from now on.</summary>
    public LeaseSigningKey Current { get; }

    /// <summary>What applications pin.</summary>
    public IReadOnlyList<VerifyingKey> Roots { get; }

    /// <summary>Every certificate in use, without repeats.</summary>
    public IReadOnlyList<string> Certificates { get; }

    /// <summary>Whether the current lease key's file is under a passphrase.</summary>
    public bool IsEncrypted { get; }

    /// <summary>The current key or an older one; null when this server never had it.</summary>
    public LeaseSigningKey? Find(string keyId) => byId.GetValueOrDefault(keyId);

    public void Dispose()
    {
        foreach (var key in byId.Values)
            key.Dispose();
    }
}

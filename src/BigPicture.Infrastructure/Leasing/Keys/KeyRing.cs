using System.Collections.Frozen;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>The server's keys while it runs. Immutable: a key that is added, or another one that signs, makes a new ring.</summary>
public sealed class KeyRing : IDisposable
{
    private readonly FrozenDictionary<string, SigningKey> byId;

    internal KeyRing(IReadOnlyList<VerifyingKey> roots, IReadOnlyList<string> certificates, IReadOnlyList<SigningKey> leaseKeys)
    {
        Roots = roots;
        Certificates = certificates;
        Current = leaseKeys[^1];
        KeyIds = [.. leaseKeys.Select(key => key.KeyId)];
        byId = leaseKeys.ToFrozenDictionary(key => key.KeyId, StringComparer.Ordinal);
    }

    private KeyRing(KeyRing other, SigningKey current)
    {
        (Roots, Certificates, KeyIds, byId) = (other.Roots, other.Certificates, other.KeyIds, other.byId);
        (Revocation, IsEncrypted, Source) = (other.Revocation, other.IsEncrypted, other.Source);
        Current = current;
    }

    /// <summary>The key that signs what is issued or renewed from now on.</summary>
    public SigningKey Current { get; }

    /// <summary>Signs lists of what is revoked; null: this server has none, and can sign no list.</summary>
    public SigningKey? Revocation { get; internal init; }

    /// <summary>What applications pin.</summary>
    public IReadOnlyList<VerifyingKey> Roots { get; }

    /// <summary>Every certificate in use, without repeats.</summary>
    public IReadOnlyList<string> Certificates { get; }

    /// <summary>The ids of the lease keys, oldest first.</summary>
    public IReadOnlyList<string> KeyIds { get; }

    /// <summary>Whether the newest lease key's file is under a passphrase.</summary>
    public bool IsEncrypted { get; internal init; }

    /// <summary>What it was made from, word for word.</summary>
    internal string Source { get; init; } = "";

    /// <summary>The current lease key or an older one; null when this server never had it.</summary>
    public SigningKey? Find(string keyId) => byId.GetValueOrDefault(keyId);

    /// <summary>The same keys, the first of these signs that is among them; none: as it is.</summary>
    internal KeyRing SigningWith(params IEnumerable<string> keyIds) =>
        keyIds.Select(Find).FirstOrDefault(key => key is not null) is { } current && current != Current ? new KeyRing(this, current) : this;

    public void Dispose()
    {
        foreach (var key in byId.Values)
            key.Dispose();
        Revocation?.Dispose();
    }
}

using System.Collections.Frozen;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>The server's keys while it runs. Immutable: a key that is added or withdrawn, or another one that signs, makes a new ring.</summary>
public sealed class KeyRing : IDisposable
{
    private readonly IReadOnlyList<SigningKey> leaseKeys;
    private readonly FrozenDictionary<string, SigningKey> byId;
    private readonly SigningKey? revocation;

    /// <param name="roots">Oldest first.</param>
    /// <param name="leaseKeys">Oldest first, at least one.</param>
    internal KeyRing(IReadOnlyList<VerifyingKey> roots, IReadOnlyList<SigningKey> leaseKeys, SigningKey? revocation)
    {
        (Roots, this.leaseKeys, this.revocation) = (roots, leaseKeys, revocation);
        KeyIds = [.. leaseKeys.Select(key => key.KeyId)];
        byId = leaseKeys.ToFrozenDictionary(key => key.KeyId, StringComparer.Ordinal);
        Current = leaseKeys[^1];
    }

    /// <summary>The key that signs what is issued or renewed from now on.</summary>
    public SigningKey Current { get; private set; }

    /// <summary>What leases may be like that <see cref="Current"/> signs.</summary>
    public SigningTerms Terms =>
        new(Current.KeyId, Current.NotAfter)
        {
            LeaseSecondsMax = Current.LeaseSecondsMax,
            Tenants = Current.Certified.Tenants,
            Products = Current.Certified.Products,
            Withdrawn = WithdrawnLeaseKeys,
        };

    /// <summary>Signs lists of what is revoked; null: this server has none in use, and can sign no list.</summary>
    public SigningKey? Revocation => revocation is not null && !IsWithdrawn(revocation) ? revocation : null;

    /// <summary>What applications pin.</summary>
    public IReadOnlyList<VerifyingKey> Roots { get; }

    /// <summary>Every certificate that still counts, without repeats.</summary>
    public required IReadOnlyList<string> Certificates { get; init; }

    /// <summary>The ids of the lease keys, oldest first.</summary>
    public IReadOnlyList<string> KeyIds { get; }

    /// <summary>Every key that was read, for the records.</summary>
    internal IReadOnlyList<SeenKey> Seen { get; init; } = [];

    /// <summary>Lease keys that sign only for as long as not every server has read the one that took over.</summary>
    internal FrozenSet<string> Retired { get; init; } = [];

    /// <summary>Keys of whatever use that were withdrawn.</summary>
    internal FrozenSet<string> Withdrawn { get; private init; } = [];

    /// <summary>The lease keys that nothing counts of; null: none.</summary>
    private FrozenSet<string>? WithdrawnLeaseKeys { get; init; }

    /// <summary>Whether the newest lease key's file is under a passphrase.</summary>
    public bool IsEncrypted { get; internal init; }

    /// <summary>What it was made from, word for word.</summary>
    internal string Source { get; init; } = "";

    /// <summary>The current lease key or an older one; null when this server never had it.</summary>
    public SigningKey? Find(string keyId) => byId.GetValueOrDefault(keyId);

    /// <summary>Whether nothing counts that this key signed: it was withdrawn, or one that certified it.</summary>
    public bool IsWithdrawn(SigningKey key) => Withdrawn.Contains(key.KeyId) || key.Parents.Any(Withdrawn.Contains);

    /// <summary>
    /// The newest key in use that is among these; where there is none, the newest in use. None that was withdrawn, as long as there is another.
    /// </summary>
    internal KeyRing SigningWith(IReadOnlySet<string> known)
    {
        var inOrder = leaseKeys.Reverse().Where(key => !IsWithdrawn(key)).OrderBy(key => Retired.Contains(key.KeyId)).ToList();
        var current = inOrder.Find(key => known.Contains(key.KeyId)) ?? (inOrder.Count > 0 ? inOrder[0] : Current);
        return current == Current ? this : With(Withdrawn, current);
    }

    internal KeyRing Withdrawing(IEnumerable<string> keyIds)
    {
        var all = Withdrawn.Union(keyIds).ToFrozenSet(StringComparer.Ordinal);
        return all.Count == Withdrawn.Count ? this : With(all, Current);
    }

    public void Dispose()
    {
        foreach (var key in leaseKeys)
            key.Dispose();
        revocation?.Dispose();
    }

    /// <summary>The key of before that has this id, to be used again.</summary>
    internal SigningKey? Reuse(string keyId) => Find(keyId) ?? (revocation?.KeyId == keyId ? revocation : null);

    private KeyRing With(FrozenSet<string> withdrawn, SigningKey current) =>
        new(Roots, leaseKeys, revocation)
        {
            Certificates = Certificates,
            Seen = Seen,
            Retired = Retired,
            IsEncrypted = IsEncrypted,
            Source = Source,
            Withdrawn = withdrawn,
            WithdrawnLeaseKeys =
                withdrawn.Count == 0
                    ? null
                    : leaseKeys
                        .Where(key => withdrawn.Contains(key.KeyId) || key.Parents.Any(withdrawn.Contains))
                        .Select(key => key.KeyId)
                        .ToFrozenSet(StringComparer.Ordinal),
            Current = current,
        };
}

using BigPicture.Protocol.Tokens;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>A token that was read. Until <see cref="LeaseTokens.IsOurs"/> has said yes, what it says is only what it says.</summary>
public sealed class PresentedToken
{
    /// <summary>A token that this server remembers to have signed.</summary>
    internal PresentedToken(PresentedLease lease) => Lease = lease;

    /// <summary>A token that names a key of this server, and is still to be verified against it.</summary>
    internal PresentedToken(PresentedLease lease, LeaseToken unverified, LeaseSigningKey key)
    {
        Lease = lease;
        Unverified = unverified;
        Key = key;
    }

    public PresentedLease Lease { get; }

    internal LeaseToken? Unverified { get; }

    internal LeaseSigningKey? Key { get; }
}

/// <summary>What a token says of its lease; the rest stands in the row, which decides.</summary>
public readonly record struct PresentedLease(string LeaseId, string Tenant, string Product, int Generation);

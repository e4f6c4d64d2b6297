using BigPicture.Application.Leasing;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>A token that was read. Until <see cref="OwnTokens.IsOurs"/> has said yes, what it says is only what it says.</summary>
public sealed class PresentedToken
{
    /// <summary>A token that this server remembers to have signed.</summary>
    internal PresentedToken(PresentedLease lease) => Lease = lease;

    /// <summary>A token that names a key of this server, and is still to be verified against it.</summary>
    internal PresentedToken(PresentedLease lease, LeaseToken unverified, SigningKey key)
    {
        Lease = lease;
        Unverified = unverified;
        Key = key;
    }

    public PresentedLease Lease { get; }

    internal LeaseToken? Unverified { get; }

    internal SigningKey? Key { get; }

    /// <summary>Only the lease's row can tell the machine whose id the signature covers.</summary>
    internal bool NeedsMachine => Unverified?.Claims.BindMachine == true;
}

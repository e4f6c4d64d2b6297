using BigPicture.Application.Leasing;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>A token that was read. Until <see cref="IsOurs"/> has said yes, what it says is only what it says.</summary>
public sealed class PresentedToken
{
    /// <summary>A token that this server remembers to have signed.</summary>
    internal PresentedToken(PresentedLease lease) => Lease = lease;

    /// <summary>A token that names a key of this server, and is still to be verified against it.</summary>
    /// <param name="recent">Where it is remembered once it was verified.</param>
    internal PresentedToken(PresentedLease lease, LeaseToken unverified, SigningKey key, RecentTokens recent)
    {
        Recent = recent;
        Lease = lease;
        Unverified = unverified;
        Key = key;
    }

    public PresentedLease Lease { get; }

    internal LeaseToken? Unverified { get; }

    internal SigningKey? Key { get; }

    internal RecentTokens? Recent { get; }

    /// <summary>Only the lease's row can tell the machine whose id the signature covers.</summary>
    internal bool NeedsMachine => Unverified?.Claims.BindMachine == true;

    /// <summary>Whether this server has signed the token. Only the signature is asked: dates are the row's affair.</summary>
    /// <param name="machineId">The machine that stands in the lease's row.</param>
    public bool IsOurs(string? machineId)
    {
        if (this is not { Unverified: { } token, Key: { } key, Recent: { } recent })
            return true;
        if (token.Claims.BindMachine && machineId is null)
            return false;
        var assertion = LeaseSubject.Assertion(token.Claims.BindMachine, machineId);
        var isOurs = key.Signer.Signed(token.Envelope.SignedBytes(assertion), token.Envelope.Signature.Span);
        if (isOurs)
            recent.Add(token.Text, Lease);
        return isOurs;
    }
}

using System.Collections.Frozen;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>
/// Signs this server's lease tokens and knows them again. Most tokens come back to the server that has just signed them, so the last
/// ones are remembered; any other is verified against the key that it names. One for the whole process.
/// </summary>
/// <param name="issuer">The server's own URL, <c>iss</c>.</param>
public sealed class OwnTokens(LiveKeys keys, string issuer)
{
    /// <summary>Tokens remembered; about 20 MB when full.</summary>
    public const int RememberedMax = 65_536;

    private readonly Lock gate = new();
    private volatile Memory memory = new(new RecentTokens(RememberedMax), null);

    /// <param name="keys">To which none is added.</param>
    public OwnTokens(KeyRing keys, string issuer)
        : this(new LiveKeys(keys), issuer) { }

    public KeyRing Keys => keys.Ring;

    /// <summary>Signs a lease's row, under the key that the row names.</summary>
    public string Sign(Lease lease)
    {
        var key =
            Keys.Find(lease.KeyId)
            ?? throw new InvalidOperationException($"{lease.Id} was recorded under a key that is not on this server's ring.");
        var claims = LeaseClaims.Of(lease, issuer);
        var token = LeaseToken.Sign(key.Signer, claims, key.Footer, lease.BindMachine ? LeaseClaims.MachineOf(lease) : null);
        var recent = Recent;
        // Recorded just before its key was withdrawn: a token like any other of that key.
        if (!Keys.IsWithdrawn(key))
            recent.Add(token, new PresentedLease(lease.Tenant, lease.Product, lease.Entitlement, lease.Id, lease.Generation));
        return token;
    }

    /// <summary>Reads a presented token: known at once, or taken apart and still to be verified, once the row has told its machine.</summary>
    /// <returns>Null when it cannot be a token of this server; the error says which check failed.</returns>
    public PresentedToken? Read(string text, out LeaseTokenError error)
    {
        error = LeaseTokenError.None;
        var recent = Recent;
        if (recent.TryGet(text, out var lease))
            return new PresentedToken(lease);
        if (!LeaseToken.TryRead(text, out var token, out error))
            return null;

        var key = Keys.Find(token.Footer.KeyId) ?? keys.LookFor(token.Footer.KeyId);
        error = key is null ? LeaseTokenError.RootUnknown : LeaseTokenError.PayloadMalformed;
        if (key is null || Presented(token.Claims) is not { } presented)
            return null;
        error = LeaseTokenError.None;
        return new PresentedToken(presented, token, key, recent);
    }

    /// <summary>What is remembered since a key was withdrawn last: a token of it must not be known again by its text.</summary>
    private RecentTokens Recent
    {
        get
        {
            var withdrawn = Keys.Withdrawn;
            var now = memory;
            if (now.Withdrawn == withdrawn)
                return now.Tokens;
            lock (gate)
            {
                if (memory.Withdrawn != withdrawn)
                    memory = new Memory(now.Withdrawn is null ? now.Tokens : new RecentTokens(RememberedMax), withdrawn);
                return memory.Tokens;
            }
        }
    }

    private static PresentedLease? Presented(LeaseTokenClaims claims)
    {
        if (!TypeId.TryParse(LeaseId.Prefix, claims.LeaseId, out var lease))
            return null;
        if (!TypeId.TryParse(EntitlementId.Prefix, claims.Entitlement, out var entitlement))
            return null;
        return new PresentedLease(
            new TenantId(claims.Tenant),
            new ProductId(claims.Audience),
            new EntitlementId(entitlement),
            new LeaseId(lease),
            claims.Generation
        );
    }

    private sealed record Memory(RecentTokens Tokens, FrozenSet<string>? Withdrawn);
}

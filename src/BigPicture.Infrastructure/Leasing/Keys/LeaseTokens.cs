using BigPicture.Protocol.Tokens;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>
/// Signs this server's lease tokens and knows them again. Most tokens come back to the server that has just signed them, so the last
/// ones are remembered; any other is verified against the key that it names.
/// </summary>
public sealed class LeaseTokens(KeyRing keys)
{
    /// <summary>Tokens remembered; about 20 MB when full.</summary>
    public const int RememberedMax = 65_536;

    private readonly RecentTokens recent = new(RememberedMax);

    /// <summary>Signs stored claims. The same claims and key give the same bytes, so a repeated answer is signed again, never stored.</summary>
    /// <param name="keyId">The key that stands in the lease's row.</param>
    /// <param name="claims">What the row says.</param>
    /// <param name="machineId">The row's machine; needed where the claims are bound to it.</param>
    public string Sign(string keyId, LeaseTokenClaims claims, string? machineId)
    {
        var key =
            keys.Find(keyId)
            ?? throw new InvalidOperationException($"A lease was recorded under {keyId}, which is not on this server's ring.");
        var token = LeaseToken.Sign(key.Signer, claims, key.Footer, machineId);
        recent.Add(token, Presented(claims));
        return token;
    }

    /// <summary>Reads a presented token: known at once, or taken apart and still to be verified, once the row has told the machine.</summary>
    /// <returns>Null when it cannot be a token of this server; the error says which check of form failed.</returns>
    public PresentedToken? Read(string? text, out LeaseTokenError error)
    {
        error = LeaseTokenError.None;
        if (text is not null && recent.TryGet(text, out var lease))
            return new PresentedToken(lease);
        if (!LeaseToken.TryRead(text, out var token, out error))
            return null;
        if (keys.Find(token.Footer.KeyId) is { } key)
            return new PresentedToken(Presented(token.Claims), token, key);
        error = LeaseTokenError.RootUnknown;
        return null;
    }

    /// <summary>Whether this server has signed the token. Only the signature is asked: dates are the row's affair.</summary>
    /// <param name="machineId">The machine that stands in the lease's row.</param>
    public bool IsOurs(PresentedToken presented, string? machineId)
    {
        if (presented is not { Unverified: { } token, Key: { } key })
            return true;
        if (token.Claims.BindMachine && machineId is null)
            return false;
        var assertion = LeaseSubject.Assertion(token.Claims.BindMachine, machineId);
        var isOurs = key.Signer.Signed(token.Envelope.SignedBytes(assertion), token.Envelope.Signature.Span);
        if (isOurs)
            recent.Add(token.Text, presented.Lease);
        return isOurs;
    }

    private static PresentedLease Presented(LeaseTokenClaims claims) =>
        new(claims.LeaseId, claims.Tenant, claims.Audience, claims.Generation);
}

using System.Diagnostics.CodeAnalysis;
using BigPicture.Protocol.Keys;

namespace BigPicture.Protocol.Tokens;

/// <summary>
/// A lease token taken apart, with nothing verified: for a server that looks up its own row, and for tools that show one. An
/// application asks <see cref="Certificates.LeaseVerifier"/> instead.
/// </summary>
public sealed class LeaseToken
{
    private LeaseToken(string text, PublicToken envelope, LeaseTokenClaims claims, LeaseTokenFooter footer)
    {
        Text = text;
        Envelope = envelope;
        Claims = claims;
        Footer = footer;
    }

    /// <summary>The token as it was presented.</summary>
    public string Text { get; }

    /// <summary>The parts that a signature check needs.</summary>
    public PublicToken Envelope { get; }

    /// <summary>What the token says, unverified.</summary>
    public LeaseTokenClaims Claims { get; }

    /// <summary>Who it says has signed it, unverified.</summary>
    public LeaseTokenFooter Footer { get; }

    /// <summary>Signs a lease. The same arguments give the same token.</summary>
    /// <param name="signer">The lease key.</param>
    /// <param name="claims">What the token says.</param>
    /// <param name="footer">The footer of that key.</param>
    /// <param name="machineId">The machine, for claims that are bound to one; else not looked at.</param>
    /// <exception cref="ArgumentException">The footer is another key's, or a string holds a lone surrogate.</exception>
    /// <exception cref="ArgumentNullException">The claims are bound to a machine and there is no id.</exception>
    public static string Sign(ITokenSigner signer, LeaseTokenClaims claims, LeaseTokenFooter footer, string? machineId = null)
    {
        if (footer.KeyId != signer.PublicKey.Id)
            throw new ArgumentException("The footer is another key's.", nameof(footer));
        return PublicToken.Sign(signer, claims.ToUtf8(), footer.Utf8, LeaseSubject.Assertion(claims.BindMachine, machineId));
    }

    /// <summary>Takes a token apart. Nothing is verified but its form.</summary>
    /// <param name="text">The token.</param>
    /// <param name="token">Its parts.</param>
    /// <param name="error">The first check of form that failed.</param>
    public static bool TryRead(string? text, [NotNullWhen(true)] out LeaseToken? token, out LeaseTokenError error)
    {
        token = null;
        if (!PublicToken.TryRead(text, out var envelope, out error))
            return false;
        error = LeaseTokenError.FooterMalformed;
        if (!LeaseTokenFooter.TryRead(envelope.Footer, out var footer))
            return false;

        var payload = LeasePayload.Open(envelope.Payload);
        error = payload switch
        {
            null => LeaseTokenError.PayloadMalformed,
            { Type: not LeaseTokenClaims.Type } => LeaseTokenError.TypeMismatch,
            { Version: not LeaseTokenClaims.Version and not null } => LeaseTokenError.VersionUnsupported,
            _ => LeaseTokenError.None,
        };
        if (payload is null || error != LeaseTokenError.None)
            return false;
        error = LeaseTokenError.PayloadMalformed;
        if (!payload.TryReadClaims(out var claims))
            return false;

        token = new LeaseToken(text!, envelope, claims, footer);
        error = LeaseTokenError.None;
        return true;
    }
}

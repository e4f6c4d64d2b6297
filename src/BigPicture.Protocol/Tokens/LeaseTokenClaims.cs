using BigPicture.Protocol.Text;

namespace BigPicture.Protocol.Tokens;

/// <summary>
/// What a lease token says; section 4 of the protocol. The same claims, key and footer make the same token, byte for byte, on
/// every machine and version.
/// </summary>
/// <remarks>Times are whole seconds in UTC: a fraction is cut off when they are written.</remarks>
public sealed record LeaseTokenClaims
{
    /// <summary>The value of <c>typ</c>.</summary>
    public const string Type = "bp-lease";

    /// <summary>The version of <c>bp</c> that this build writes and reads.</summary>
    public const int Version = 1;

    /// <summary><c>iss</c>: the server's URL, at most 200 bytes.</summary>
    public required string Issuer { get; init; }

    /// <summary><c>sub</c>: see <see cref="LeaseSubject"/>.</summary>
    public required string Subject { get; init; }

    /// <summary><c>aud</c>: the product.</summary>
    public required string Audience { get; init; }

    /// <summary><c>jti</c>: the lease, the same across renewals.</summary>
    public required string LeaseId { get; init; }

    /// <summary><c>iat</c>: the grant or the last renewal.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary><c>nbf</c>: not to be used before.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary><c>exp</c>: the end, exclusive.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The customer.</summary>
    public required string Tenant { get; init; }

    /// <summary>The entitlement that it was granted under.</summary>
    public required string Entitlement { get; init; }

    /// <summary>The policy's type: <c>concurrent</c>, …</summary>
    public required string LicenseType { get; init; }

    /// <summary>What the lease entitles to, in the policy's order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>From 1; grows with each takeover.</summary>
    public required int Generation { get; init; }

    /// <summary>When a client should renew.</summary>
    public required DateTimeOffset RenewAfter { get; init; }

    /// <summary>Until when the application may go on visibly in grace, exclusive; null without grace.</summary>
    public DateTimeOffset? GraceUntil { get; init; }

    /// <summary>The holder's session.</summary>
    public string? Session { get; init; }

    /// <summary>Whether the token verifies only together with the machine's id.</summary>
    public bool BindMachine { get; init; }

    /// <summary>Whether clients may report feature use.</summary>
    public bool UsageSignals { get; init; }

    /// <summary>Whether one of its seats lies beyond the policy's limit.</summary>
    public bool Overdraft { get; init; }

    /// <summary>The payload: members in the order of the protocol, no white space, text unescaped as far as JSON allows.</summary>
    /// <exception cref="ArgumentException">A string holds a lone surrogate, which UTF-8 cannot say.</exception>
    public byte[] ToUtf8()
    {
        var json = new JsonText()
            .Member("typ", Type)
            .Member("iss", Issuer)
            .Member("sub", Subject)
            .Member("aud", Audience)
            .Member("jti", LeaseId)
            .Member("iat", IssuedAt)
            .Member("nbf", NotBefore)
            .Member("exp", ExpiresAt)
            .Begin("bp")
            .Member("v", Version)
            .Member("tenant", Tenant)
            .Member("entitlement", Entitlement)
            .Member("type", LicenseType)
            .Member("features", Features)
            .Member("generation", Generation)
            .Member("renew_after", RenewAfter);
        if (GraceUntil is { } grace)
            json.Member("grace_until", grace);
        if (Session is not null)
            json.Member("session", Session);
        if (BindMachine)
            json.Member("bind", LeasePayload.BoundToMachine);
        return json.Flag("usage_signals", UsageSignals).Flag("overdraft", Overdraft).End().End().ToUtf8();
    }
}

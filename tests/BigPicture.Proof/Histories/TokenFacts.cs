using System.Security.Cryptography;
using System.Text;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Proof.Histories;

/// <summary>What a lease token says about itself; only tokens that verified get this far.</summary>
/// <param name="Digest">Equal for equal bytes.</param>
/// <param name="LeaseId"><c>jti</c>.</param>
/// <param name="IssuedAt"><c>iat</c>, Unix seconds, as all times here.</param>
/// <param name="ExpiresAt"><c>exp</c>, exclusive.</param>
/// <param name="GraceUntil">The end of grace, exclusive; null without one.</param>
public sealed record TokenFacts(
    string Digest,
    string LeaseId,
    int Generation,
    long IssuedAt,
    long ExpiresAt,
    long? GraceUntil,
    long RenewAfter
)
{
    /// <summary>What the lease entitles to: where a feature has seats of its own, the lease stands on one of them.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Until when the lease holds its seats by this token: the end of grace, or of the lease.</summary>
    public long EndsAt => GraceUntil ?? ExpiresAt;

    public static TokenFacts Of(string token, LeaseTokenClaims claims) =>
        new(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, 12)),
            claims.LeaseId,
            claims.Generation,
            claims.IssuedAt.ToUnixTimeSeconds(),
            claims.ExpiresAt.ToUnixTimeSeconds(),
            claims.GraceUntil?.ToUnixTimeSeconds(),
            claims.RenewAfter.ToUnixTimeSeconds()
        )
        {
            Features = claims.Features,
        };
}

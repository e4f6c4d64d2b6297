using System.Buffers.Text;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Tests.Protocol.Tokens;

/// <summary>A lease to start from.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    public static readonly LeaseTokenClaims Claims = new()
    {
        Issuer = "https://licenses.example.com",
        Subject = "user:alice",
        Audience = "cad-pro",
        LeaseId = "lease_01kf0r2zsefnhsq7w0q8q4j1ra",
        IssuedAt = Now,
        NotBefore = Now,
        ExpiresAt = Now.AddHours(1),
        Tenant = "acme",
        Entitlement = "ent_01kf0r2zsefnhsq7w0q8q4j1rb",
        LicenseType = "concurrent",
        Features = ["export", "render"],
        Generation = 1,
        RenewAfter = Now.AddMinutes(35),
    };

    /// <summary>The token with other claims under the old signature: a forgery.</summary>
    public static string WithClaims(string token, LeaseTokenClaims claims) => WithPayload(token, claims.ToUtf8());

    public static string WithPayload(string token, byte[] payload)
    {
        var parts = token.Split('.');
        var body = Base64Url.DecodeFromChars(parts[2]);
        return $"v4.public.{Base64Url.EncodeToString([.. payload, .. body[^64..]])}.{parts[3]}";
    }
}

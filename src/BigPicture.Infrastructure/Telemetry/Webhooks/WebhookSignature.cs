using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using NSec.Cryptography;

namespace BigPicture.Infrastructure.Telemetry.Webhooks;

/// <summary>Signs calls as Standard Webhooks 1.0 says: over id, time and body, parted by dots.</summary>
internal sealed class WebhookSignature : IWebhookKeys
{
    private const string PublicKeyPrefix = "whpk_";

    public string PublicKey(byte[] seed)
    {
        using var key = Import(seed);
        return PublicKeyPrefix + Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <returns>The <c>webhook-signature</c> header: one signature for each secret, parted by spaces.</returns>
    public static string Header(SignatureKind kind, IEnumerable<byte[]> secrets, string id, Instant at, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.UnixSeconds}."));
        byte[] content = [.. head, .. body];
        return string.Join(' ', secrets.Select(secret => Sign(kind, secret, content)));
    }

    private static string Sign(SignatureKind kind, byte[] secret, byte[] content)
    {
        if (kind == SignatureKind.Symmetric)
            return "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, content));
        using var key = Import(secret);
        return "v1a," + Convert.ToBase64String(SignatureAlgorithm.Ed25519.Sign(key, content));
    }

    private static Key Import(byte[] seed) => Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
}

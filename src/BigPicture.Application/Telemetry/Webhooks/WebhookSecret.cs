using System.Security.Cryptography;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>The secret that signs calls, as Standard Webhooks writes it: <c>whsec_</c> or <c>whsk_</c> and base64.</summary>
internal static class WebhookSecret
{
    public const string SymmetricPrefix = "whsec_";
    public const string AsymmetricPrefix = "whsk_";
    public const int BytesLeast = 24;
    public const int BytesMost = 64;
    public const int SeedBytes = 32;

    public static byte[] New() => RandomNumberGenerator.GetBytes(SeedBytes);

    public static string Write(SignatureKind kind, byte[] secret) => PrefixOf(kind) + Convert.ToBase64String(secret);

    public static Outcome<byte[]> Read(SignatureKind kind, string text)
    {
        var prefix = PrefixOf(kind);
        var encoded = text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
        var bytes = new byte[BytesMost];
        if (Convert.TryFromBase64String(encoded, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == encoded)
        {
            if (kind == SignatureKind.Symmetric && length >= BytesLeast)
                return bytes[..length];
            if (kind == SignatureKind.Asymmetric && length == SeedBytes)
                return bytes[..length];
        }
        return Denial.BadField("secret", Form(kind));
    }

    private static string Form(SignatureKind kind) =>
        kind == SignatureKind.Symmetric
            ? $"must be {SymmetricPrefix} and {BytesLeast}–{BytesMost} bytes in base64; left out, the server makes one"
            : $"must be {AsymmetricPrefix} and the {SeedBytes} bytes of an Ed25519 seed in base64; left out, the server makes one";

    private static string PrefixOf(SignatureKind kind) => kind == SignatureKind.Symmetric ? SymmetricPrefix : AsymmetricPrefix;
}

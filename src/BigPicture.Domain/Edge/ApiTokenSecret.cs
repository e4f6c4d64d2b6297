using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BigPicture.Domain.Edge;

/// <summary>The secret of an API token: <c>bp_</c> and 43 characters base64url of 32 random bytes. Shown once, never stored.</summary>
public static class ApiTokenSecret
{
    public const string Prefix = "bp_";
    public const int Length = 46;

    private const int RandomBytes = 32;

    // 43 characters carry 258 bits: the last one's lowest two are always zero, and one with other bits would name the same bytes.
    private static readonly SearchValues<char> LastCharacters = SearchValues.Create("AEIMQUYcgkosw048");
    private static readonly SearchValues<char> Characters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    );

    public static string New()
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        return Prefix + Base64Url.EncodeToString(random);
    }

    /// <summary>Whether a text can be a secret at all; what cannot is refused without looking anything up.</summary>
    public static bool IsWellFormed(string? text) =>
        text is { Length: Length }
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Characters)
        && LastCharacters.Contains(text[^1]);
}

/// <summary>SHA-256 of a secret: all that is kept of it. 256 random bits need neither salt nor a slow hash.</summary>
public readonly record struct ApiTokenHash(UInt128 High, UInt128 Low)
{
    public const int BytesLength = 32;

    public static ApiTokenHash Of(string secret)
    {
        Span<byte> hash = stackalloc byte[BytesLength];
        SHA256.HashData(Encoding.UTF8.GetBytes(secret), hash);
        return FromBytes(hash);
    }

    public static ApiTokenHash FromBytes(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    public byte[] ToBytes()
    {
        var bytes = new byte[BytesLength];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
        return bytes;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text;
using BigPicture.Protocol.Text;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace BigPicture.Protocol.Keys;

/// <summary>
/// PASERK, the spelling of keys: <c>k4.public</c>, <c>k4.secret</c> and their ids. Only these types of version 4 are read; each
/// has its own method, so that a key of one type never passes for another. Whether a public key may be used is asked by
/// <see cref="VerifyingKey"/>; here only the spelling is judged.
/// </summary>
public static class PaserkText
{
    /// <summary>Bytes of a secret key: the seed and the public key.</summary>
    public const int SecretLength = 64;

    private const string PublicHeader = "k4.public.";
    private const string SecretHeader = "k4.secret.";
    private const string PublicIdHeader = "k4.pid.";
    private const string SecretIdHeader = "k4.sid.";
    private const int IdLength = 33;

    /// <summary>Writes a public key.</summary>
    /// <exception cref="ArgumentException">The key is not 32 bytes.</exception>
    public static string FormatPublic(ReadOnlySpan<byte> key) => PublicHeader + Base64Url.Encode(Exactly(key, VerifyingKey.Length));

    /// <summary>Reads a public key's spelling.</summary>
    /// <returns>Whether the text is <c>k4.public</c> of 32 bytes.</returns>
    public static bool TryParsePublic(string? paserk, [NotNullWhen(true)] out byte[]? key) =>
        TryParse(paserk, PublicHeader, VerifyingKey.Length, out key);

    /// <summary>Writes a secret key.</summary>
    /// <param name="key">64 bytes: seed, then the public key that belongs to it.</param>
    /// <exception cref="ArgumentException">The key is not 64 bytes, or its halves do not belong together.</exception>
    public static string FormatSecret(ReadOnlySpan<byte> key)
    {
        if (!HalvesBelongTogether(Exactly(key, SecretLength)))
            throw new ArgumentException("The public half is not that of the seed.", nameof(key));
        return SecretHeader + Base64Url.Encode(key);
    }

    /// <summary>Reads a secret key.</summary>
    /// <returns>Whether the text is <c>k4.secret</c> of 64 bytes whose halves belong together.</returns>
    public static bool TryParseSecret(string? paserk, [NotNullWhen(true)] out byte[]? key)
    {
        if (TryParse(paserk, SecretHeader, SecretLength, out key) && HalvesBelongTogether(key))
            return true;
        key = null;
        return false;
    }

    /// <summary>The id of a public key, <c>k4.pid</c>.</summary>
    /// <exception cref="ArgumentException">The key is not 32 bytes.</exception>
    public static string PublicId(ReadOnlySpan<byte> key) => Id(PublicIdHeader, FormatPublic(key));

    /// <summary>The id of a secret key, <c>k4.sid</c>.</summary>
    /// <exception cref="ArgumentException">As for <see cref="FormatSecret"/>.</exception>
    public static string SecretId(ReadOnlySpan<byte> key) => Id(SecretIdHeader, FormatSecret(key));

    /// <summary>Whether the text is the spelling of a public key's id.</summary>
    public static bool IsPublicId(string? text) => TryParse(text, PublicIdHeader, IdLength, out _);

    /// <summary>BLAKE2b-264 over the header and the PASERK of the key (PASERK, operation "ID").</summary>
    private static string Id(string header, string paserk)
    {
        var digest = new Blake2bDigest(IdLength * 8);
        var input = Encoding.ASCII.GetBytes(header + paserk);
        digest.BlockUpdate(input, 0, input.Length);
        var id = new byte[IdLength];
        digest.DoFinal(id, 0);
        return header + Base64Url.Encode(id);
    }

    private static bool HalvesBelongTogether(ReadOnlySpan<byte> key)
    {
        var publicKey = new byte[VerifyingKey.Length];
        Ed25519.GeneratePublicKey(key.Slice(0, Ed25519.SecretKeySize).ToArray(), 0, publicKey, 0);
        return key.Slice(Ed25519.SecretKeySize).SequenceEqual(publicKey);
    }

    private static bool TryParse(string? paserk, string header, int length, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        return paserk is not null
            && paserk.Length == header.Length + Base64Url.EncodedLength(length)
            && paserk.StartsWith(header, StringComparison.Ordinal)
            && Base64Url.TryDecode(paserk.AsSpan(header.Length), out bytes);
    }

    private static ReadOnlySpan<byte> Exactly(ReadOnlySpan<byte> key, int length) =>
        key.Length == length ? key : throw new ArgumentException($"A key of this type has {length} bytes, not {key.Length}.", nameof(key));
}

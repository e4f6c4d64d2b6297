using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace BigPicture.Protocol.Keys;

/// <summary>
/// An Ed25519 public key that was found fit for use: canonical and of prime order. That is checked once, here, so that nobody who
/// holds one needs to ask again. Safe for use by many threads.
/// </summary>
public sealed class VerifyingKey : IEquatable<VerifyingKey>
{
    /// <summary>Bytes of a key.</summary>
    public const int Length = Ed25519Rules.KeyLength;

    private readonly byte[] bytes;
    private readonly Ed25519.PublicPoint point;

    private VerifyingKey(byte[] bytes, Ed25519.PublicPoint point)
    {
        this.bytes = bytes;
        this.point = point;
        Paserk = PaserkText.FormatPublic(bytes);
        Id = PaserkText.PublicId(bytes);
    }

    /// <summary>The key as PASERK <c>k4.public</c>.</summary>
    public string Paserk { get; }

    /// <summary>Its id as PASERK <c>k4.pid</c>.</summary>
    public string Id { get; }

    /// <summary>The 32 bytes of RFC 8032 section 5.1.2.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Takes the 32 bytes of a key.</summary>
    /// <returns>False when they are no key that may be used: wrong length, not canonical, not on the curve, or not of prime order.</returns>
    public static bool TryCreate(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out VerifyingKey? key)
    {
        key = null;
        if (!Ed25519Rules.AllowsPoint(bytes))
            return false;
        var copy = bytes.ToArray();
        var point = Ed25519.ValidatePublicKeyFullExport(copy, 0);
        if (point is null)
            return false;
        key = new VerifyingKey(copy, point);
        return true;
    }

    /// <summary>Reads PASERK <c>k4.public</c>.</summary>
    /// <returns>False when the text is no such PASERK, or its bytes are no key that may be used.</returns>
    public static bool TryParse(string? paserk, [NotNullWhen(true)] out VerifyingKey? key)
    {
        key = null;
        return PaserkText.TryParsePublic(paserk, out var bytes) && TryCreate(bytes, out key);
    }

    /// <summary>Ed25519 verification (RFC 8032 section 5.1.7), after the signature was found canonical.</summary>
    /// <returns>Whether this key's owner signed the message.</returns>
    public bool Verifies(byte[] message, byte[] signature)
    {
        return Ed25519Rules.AllowsSignature(signature) && Ed25519.Verify(signature, 0, point, message, 0, message.Length);
    }

    /// <inheritdoc/>
    public bool Equals(VerifyingKey? other) => other is not null && bytes.AsSpan().SequenceEqual(other.bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VerifyingKey);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(bytes, 0);

    /// <summary>The key's id.</summary>
    public override string ToString() => Id;
}

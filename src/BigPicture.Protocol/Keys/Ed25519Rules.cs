using Org.BouncyCastle.Utilities.Encoders;

namespace BigPicture.Protocol.Keys;

/// <summary>
/// What is refused before a library is asked, so that every library answers alike (the rules of libsodium): each is a second
/// spelling of a signature or key, or a point under which one signature fits many messages.
/// </summary>
internal static class Ed25519Rules
{
    public const int KeyLength = 32;
    public const int SignatureLength = 64;

    // Little-endian, as on the wire. The order L of the group and the prime 2^255 - 19: RFC 8032 section 5.1.
    private static readonly byte[] Order = Hex.Decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    private static readonly byte[] Prime = Hex.Decode("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    // The y of the eight points whose order divides the cofactor 8; a pair of them differs in the sign of x only.
    private static readonly byte[][] SmallOrderY =
    [
        Hex.Decode("0000000000000000000000000000000000000000000000000000000000000000"),
        Hex.Decode("0100000000000000000000000000000000000000000000000000000000000000"),
        Hex.Decode("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Hex.Decode("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Hex.Decode("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    ];

    /// <summary>64 bytes: R canonical and not of small order, S below L.</summary>
    public static bool AllowsSignature(ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureLength
        && AllowsPoint(signature.Slice(0, KeyLength))
        && IsBelow(signature.Slice(KeyLength), Order, topMask: 0xff);

    /// <summary>32 bytes: y below the prime, and not of small order.</summary>
    public static bool AllowsPoint(ReadOnlySpan<byte> point) =>
        point.Length == KeyLength && IsBelow(point, Prime, topMask: 0x7f) && !IsSmallOrder(point);

    private static bool IsSmallOrder(ReadOnlySpan<byte> point)
    {
        foreach (var y in SmallOrderY)
        {
            if ((point[31] & 0x7f) == y[31] && point.Slice(0, 31).SequenceEqual(y.AsSpan(0, 31)))
                return true;
        }
        return false;
    }

    private static bool IsBelow(ReadOnlySpan<byte> number, byte[] bound, byte topMask)
    {
        for (var i = 31; i >= 0; i--)
        {
            var digit = i == 31 ? number[i] & topMask : number[i];
            if (digit != bound[i])
                return digit < bound[i];
        }
        return false;
    }
}

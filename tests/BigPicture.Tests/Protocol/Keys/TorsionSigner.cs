using System.Numerics;
using System.Security.Cryptography;
using BigPicture.Protocol.Keys;

namespace BigPicture.Tests.Protocol.Keys;

/// <summary>A key's owner who builds R otherwise than RFC 8032 says: with a torsion part, or of small order. The equation of the signature holds up to that part.</summary>
/// <param name="torsion">Added to R.</param>
/// <param name="withoutNonce">R is the torsion part alone.</param>
internal sealed class TorsionSigner(byte[] seed, EdwardsPoint torsion, bool withoutNonce = false) : ITokenSigner
{
    public VerifyingKey PublicKey { get; } = new BouncyCastleSigner(seed).PublicKey;

    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        var hash = SHA512.HashData(seed);
        (hash[0], hash[31]) = ((byte)(hash[0] & 0xf8), (byte)((hash[31] & 0x7f) | 0x40));
        var secret = EdwardsPoint.Number(hash.AsSpan(0, 32));

        // The nonce and its point as an ordinary signature has them: R of one of them, and S = r + k a gives r back.
        var ordinary = new byte[64];
        new BouncyCastleSigner(seed).Sign(message, ordinary);
        var nonce = withoutNonce
            ? BigInteger.Zero
            : EdwardsPoint.Number(ordinary.AsSpan(32)) - Challenge(ordinary.AsSpan(0, 32), message) * secret;

        var point = withoutNonce ? torsion : EdwardsPoint.Read(ordinary.AsSpan(0, 32)) + torsion;
        point.ToBytes().CopyTo(signature);
        var s = (nonce + Challenge(signature[..32], message) * secret) % EdwardsPoint.Order;
        EdwardsPoint.Bytes((s + EdwardsPoint.Order) % EdwardsPoint.Order).CopyTo(signature[32..]);
    }

    private BigInteger Challenge(ReadOnlySpan<byte> r, ReadOnlySpan<byte> message) =>
        EdwardsPoint.Number(SHA512.HashData([.. r, .. PublicKey.Bytes, .. message])) % EdwardsPoint.Order;
}

using System.Numerics;
using BigPicture.Protocol.Keys;
using Xunit;

namespace BigPicture.Tests.Protocol.Keys;

public sealed class Ed25519Tests
{
    // The order of the group, RFC 8032 section 5.1.
    private static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    private static readonly string[] SmallOrderPoints =
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        // The same y with the prime added: another spelling.
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];

    public static TheoryData<string> SmallOrder => [.. SmallOrderPoints];

    [Fact]
    public void The_standard_s_signatures_verify()
    {
        foreach (var test in Vectors.Tests("rfc/rfc8032-ed25519.json"))
        {
            Assert.True(VerifyingKey.TryCreate(test.Hex("publicKey"), out var key));
            Assert.True(key.Verifies(test.Hex("msg"), test.Hex("sig")), test.Text("name"));
        }
    }

    [Fact]
    public void The_standard_s_seeds_sign_alike()
    {
        foreach (var test in Vectors.Tests("rfc/rfc8032-ed25519.json"))
        {
            var signature = new byte[64];
            new BouncyCastleSigner(test.Hex("seed")).Sign(test.Hex("msg"), signature);
            Assert.Equal(test.Hex("sig"), signature);
        }
    }

    [Fact]
    public void Any_turned_bit_of_a_signature_is_refused()
    {
        var signer = BouncyCastleSigner.Number(7);
        var message = "seat"u8.ToArray();
        var signature = new byte[64];
        signer.Sign(message, signature);
        Assert.True(signer.PublicKey.Verifies(message, signature));
        for (var bit = 0; bit < 512; bit++)
        {
            var turned = signature.ToArray();
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(signer.PublicKey.Verifies(message, turned), $"bit {bit}");
        }
    }

    [Fact]
    public void A_signature_whose_scalar_is_not_reduced_is_refused()
    {
        var signer = BouncyCastleSigner.Number(7);
        var message = "seat"u8.ToArray();
        var signature = new byte[64];
        signer.Sign(message, signature);

        var scalar = new BigInteger(signature.AsSpan(32), isUnsigned: true) + L;
        byte[] second = [.. signature.AsSpan(0, 32), .. LittleEndian(scalar)];

        Assert.False(Ed25519Rules.AllowsSignature(second));
        Assert.False(signer.PublicKey.Verifies(message, second));
    }

    [Fact]
    public void The_scalar_may_be_one_below_the_order_and_no_more()
    {
        byte[] point = [.. BouncyCastleSigner.Number(7).PublicKey.Bytes];
        Assert.True(Ed25519Rules.AllowsSignature([.. point, .. LittleEndian(L - 1)]));
        Assert.False(Ed25519Rules.AllowsSignature([.. point, .. LittleEndian(L)]));
        Assert.False(Ed25519Rules.AllowsSignature([.. point, .. LittleEndian(L + 1)]));
    }

    [Fact]
    public void A_point_may_be_one_below_the_prime_and_no_more()
    {
        // p - 1 itself is a point of small order, so the test goes by p - 2.
        Assert.True(Ed25519Rules.AllowsPoint(LittleEndian(P - 2)));
        Assert.False(Ed25519Rules.AllowsPoint(LittleEndian(P)));
        Assert.False(Ed25519Rules.AllowsPoint(LittleEndian(P + 3)));
    }

    [Theory]
    [MemberData(nameof(SmallOrder))]
    public void A_key_of_small_order_is_refused(string point) => Assert.False(VerifyingKey.TryCreate(Convert.FromHexString(point), out _));

    [Theory]
    [MemberData(nameof(SmallOrder))]
    public void A_signature_whose_point_is_of_small_order_is_refused(string point) =>
        Assert.False(Ed25519Rules.AllowsSignature([.. Convert.FromHexString(point), .. new byte[32]]));

    [Fact]
    public void A_key_of_mixed_order_is_refused()
    {
        // The base point plus the point (0, -1) of order two: its y is the base point's, negated, and so is its x.
        var baseY = P - (4 * BigInteger.ModPow(5, P - 2, P) % P);
        var mixed = LittleEndian(baseY);
        mixed[31] |= 0x80;
        Assert.True(Ed25519Rules.AllowsPoint(mixed));
        Assert.False(VerifyingKey.TryCreate(mixed, out _));
    }

    [Fact]
    public void The_base_point_itself_is_a_key_of_prime_order()
    {
        var y = 4 * BigInteger.ModPow(5, P - 2, P) % P;
        Assert.True(VerifyingKey.TryCreate(LittleEndian(y), out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_another_length_is_refused(int length) => Assert.False(VerifyingKey.TryCreate(new byte[length], out _));

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    public void A_signature_of_another_length_is_refused(int length) =>
        Assert.False(BouncyCastleSigner.Number(7).PublicKey.Verifies([], new byte[length]));

    private static byte[] LittleEndian(BigInteger number)
    {
        var bytes = new byte[32];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }
}

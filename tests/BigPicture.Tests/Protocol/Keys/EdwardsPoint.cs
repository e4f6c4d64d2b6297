using System.Numerics;

namespace BigPicture.Tests.Protocol.Keys;

/// <summary>
/// The curve of Ed25519 by the textbook (RFC 8032 section 5.1), for what no library makes: points with a torsion part. Slow, and not
/// safe for anything secret.
/// </summary>
internal readonly record struct EdwardsPoint(BigInteger X, BigInteger Y)
{
    public static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;
    public static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));

    public static readonly EdwardsPoint Neutral = new(0, 1);

    /// <summary>A point of order 8.</summary>
    public static readonly EdwardsPoint Torsion8 = Read(
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
    );

    public static EdwardsPoint operator +(EdwardsPoint a, EdwardsPoint b)
    {
        var product = Mod(D * a.X * b.X * a.Y * b.Y);
        return new EdwardsPoint(Mod((a.X * b.Y + b.X * a.Y) * Inverse(1 + product)), Mod((a.Y * b.Y + a.X * b.X) * Inverse(1 - product)));
    }

    public static EdwardsPoint operator *(int times, EdwardsPoint point) =>
        Enumerable.Repeat(point, times).Aggregate(Neutral, (sum, next) => sum + next);

    public static EdwardsPoint Read(ReadOnlySpan<byte> bytes)
    {
        var number = Number(bytes);
        var (y, sign) = (number & (BigInteger.Pow(2, 255) - 1), number >> 255);
        var square = Mod((y * y - 1) * Inverse(D * y * y + 1));
        var x = BigInteger.ModPow(square, (Prime + 3) / 8, Prime);
        if (Mod(x * x - square) != 0)
            x = Mod(x * BigInteger.ModPow(2, (Prime - 1) / 4, Prime));
        if (Mod(x * x - square) != 0)
            throw new ArgumentException("Not on the curve.", nameof(bytes));
        return new EdwardsPoint((x & 1) == sign ? x : Mod(-x), y);
    }

    public byte[] ToBytes() => Bytes(Y | ((X & 1) << 255));

    public static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: false);

    public static byte[] Bytes(BigInteger number)
    {
        var bytes = new byte[32];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    private static BigInteger Inverse(BigInteger number) => BigInteger.ModPow(Mod(number), Prime - 2, Prime);

    private static BigInteger Mod(BigInteger number) => ((number % Prime) + Prime) % Prime;
}

namespace BigPicture.Domain.Shared;

/// <summary>
/// The outside form of ids: lower-case prefix, underscore, 26 characters of Crockford base32 of a UUIDv7 (TypeID 0.3).
/// This is the only place that reads or writes it.
/// </summary>
public static class TypeId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int SuffixLength = 26;

    /// <summary>A fresh UUIDv7 that sorts by the time handed in.</summary>
    public static Guid New(DateTimeOffset now) => Guid.CreateVersion7(now);

    /// <summary>Sorts before every UUIDv7 of this time or a later one.</summary>
    public static Guid First(Instant at) => ToGuid((UInt128)(ulong)(Math.Max(0, at.UnixSeconds) * 1_000) << 80);

    public static string Format(string prefix, Guid value)
    {
        var bits = ToUInt128(value);
        return string.Create(
            prefix.Length + 1 + SuffixLength,
            (prefix, bits),
            static (span, state) =>
            {
                state.prefix.CopyTo(span);
                span[state.prefix.Length] = '_';
                var rest = state.bits;
                for (var i = span.Length - 1; i > state.prefix.Length; i--)
                {
                    span[i] = Alphabet[(int)(uint)(rest & 31)];
                    rest >>= 5;
                }
            }
        );
    }

    /// <summary>Reads exactly what <see cref="Format"/> writes: another prefix, case, length or an overflow is no id.</summary>
    public static bool TryParse(string prefix, string? text, out Guid value)
    {
        value = default;
        if (text is null || text.Length != prefix.Length + 1 + SuffixLength || text[prefix.Length] != '_')
            return false;
        if (!text.StartsWith(prefix, StringComparison.Ordinal) || text[prefix.Length + 1] > '7')
            return false;

        UInt128 bits = 0;
        foreach (var c in text.AsSpan(prefix.Length + 1))
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
                return false;
            bits = (bits << 5) | (uint)digit;
        }
        value = ToGuid(bits);
        return true;
    }

    private static UInt128 ToUInt128(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static Guid ToGuid(UInt128 bits)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
        return new Guid(bytes, bigEndian: true);
    }
}

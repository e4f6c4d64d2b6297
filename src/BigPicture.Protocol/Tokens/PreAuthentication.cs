using System.Buffers.Binary;

namespace BigPicture.Protocol.Tokens;

/// <summary>PASETO's pre-authentication encoding, PAE: the pieces with their number and lengths, so that no two lists of pieces sign alike.</summary>
public static class PreAuthentication
{
    /// <summary>Four pieces, as <c>v4.public</c> signs them: header, payload, footer, implicit assertion.</summary>
    public static byte[] Encode(
        ReadOnlySpan<byte> header,
        ReadOnlySpan<byte> payload,
        ReadOnlySpan<byte> footer,
        ReadOnlySpan<byte> assertion
    )
    {
        var encoded = new byte[EncodedLength(header, payload, footer, assertion)];
        Encode(encoded, header, payload, footer, assertion);
        return encoded;
    }

    internal static int EncodedLength(
        ReadOnlySpan<byte> header,
        ReadOnlySpan<byte> payload,
        ReadOnlySpan<byte> footer,
        ReadOnlySpan<byte> assertion
    ) => (5 * sizeof(long)) + header.Length + payload.Length + footer.Length + assertion.Length;

    internal static void Encode(
        Span<byte> encoded,
        ReadOnlySpan<byte> header,
        ReadOnlySpan<byte> payload,
        ReadOnlySpan<byte> footer,
        ReadOnlySpan<byte> assertion
    )
    {
        BinaryPrimitives.WriteInt64LittleEndian(encoded, 4);
        var rest = encoded.Slice(sizeof(long));
        rest = Piece(rest, header);
        rest = Piece(rest, payload);
        rest = Piece(rest, footer);
        Piece(rest, assertion);
    }

    /// <summary>Any number of pieces.</summary>
    public static byte[] Encode(IReadOnlyList<byte[]> pieces)
    {
        var encoded = new byte[sizeof(long) + pieces.Sum(piece => sizeof(long) + piece.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(encoded, pieces.Count);
        var rest = encoded.AsSpan(sizeof(long));
        foreach (var piece in pieces)
            rest = Piece(rest, piece);
        return encoded;
    }

    private static Span<byte> Piece(Span<byte> target, ReadOnlySpan<byte> piece)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, piece.Length);
        piece.CopyTo(target.Slice(sizeof(long)));
        return target.Slice(sizeof(long) + piece.Length);
    }
}

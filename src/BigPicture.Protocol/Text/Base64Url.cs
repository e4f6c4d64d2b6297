using System.Diagnostics.CodeAnalysis;

namespace BigPicture.Protocol.Text;

/// <summary>
/// Base64url without padding (RFC 4648 section 5), where each string of bytes has exactly one spelling: no padding, no white
/// space, and the unused bits of the last character are zero. The framework's own decoder takes all three.
/// </summary>
public static class Base64Url
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly sbyte[] Values = MakeValues();

    /// <summary>Characters that so many bytes take.</summary>
    public static int EncodedLength(int byteCount) => ((byteCount * 8) + 5) / 6;

    /// <summary>Writes the bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[EncodedLength(bytes.Length)];
        Encode(bytes, text);
        return new string(text);
    }

    /// <summary>Reads exactly what <see cref="Encode(ReadOnlySpan{byte})"/> writes.</summary>
    /// <returns>Whether the text is the spelling of some bytes; empty text is the spelling of none.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 4 == 1)
            return false;

        var decoded = new byte[(int)(text.Length * 6L / 8)];
        int held = 0,
            heldBits = 0,
            at = 0;
        foreach (var c in text)
        {
            int value = c < Values.Length ? Values[c] : -1;
            if (value < 0)
                return false;
            held = (held << 6) | value;
            heldBits += 6;
            if (heldBits >= 8)
            {
                heldBits -= 8;
                decoded[at++] = (byte)(held >> heldBits);
                held &= (1 << heldBits) - 1;
            }
        }
        if (held != 0)
            return false;

        bytes = decoded;
        return true;
    }

    internal static void Encode(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        int held = 0,
            heldBits = 0,
            at = 0;
        foreach (var b in bytes)
        {
            held = (held << 8) | b;
            heldBits += 8;
            while (heldBits >= 6)
            {
                heldBits -= 6;
                text[at++] = Alphabet[(held >> heldBits) & 63];
            }
            held &= (1 << heldBits) - 1;
        }
        if (heldBits > 0)
            text[at] = Alphabet[(held << (6 - heldBits)) & 63];
    }

    private static sbyte[] MakeValues()
    {
        var values = new sbyte[128];
        for (var i = 0; i < values.Length; i++)
            values[i] = (sbyte)Alphabet.IndexOf((char)i);
        return values;
    }
}

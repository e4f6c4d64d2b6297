using System.Text;
using System.Text.Unicode;

namespace BigPicture.Host.Edge.Queries;

/// <summary>
/// Percent-decoding that refuses what has no spelling: the framework's leaves a broken escape as it is and puts a replacement
/// character where bytes are no UTF-8.
/// </summary>
internal static class QueryText
{
    /// <returns>Null when the text is not percent-encoded UTF-8, or holds U+0000.</returns>
    public static string? Decode(ReadOnlySpan<char> encoded)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            switch (encoded[i])
            {
                case '+':
                    bytes[length++] = (byte)' ';
                    break;
                case '%' when i + 2 < encoded.Length && Hex(encoded[i + 1]) is >= 0 and var high && Hex(encoded[i + 2]) is >= 0 and var low:
                    bytes[length++] = (byte)((high << 4) | low);
                    i += 2;
                    break;
                case '%':
                case > '\x7e' or < ' ':
                    return null;
                case var plain:
                    bytes[length++] = (byte)plain;
                    break;
            }
        }
        var decoded = bytes.AsSpan(0, length);
        return Utf8.IsValid(decoded) && !decoded.Contains((byte)0) ? Encoding.UTF8.GetString(decoded) : null;
    }

    private static int Hex(char digit) => char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : -1;
}

using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Pipeline;

/// <summary>
/// Where a page ended, as an opaque text: the last item's key and a check over key, list and filters, so that a damaged cursor, or
/// one of another list, is refused instead of giving a wrong page. It is no secret and grants nothing: what a caller may see is asked
/// anew on every page.
/// </summary>
internal sealed class Cursor(string list, params IEnumerable<object?> filters)
{
    private const int CheckBytes = 8;
    private const int LengthMax = 400;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: false);

    private readonly string scope = string.Join('\n', filters.Select(Text).Prepend(list));

    public string Write(string key) => Base64Url.EncodeToString([.. Utf8.GetBytes(key), .. Check(key)]);

    /// <summary>The key after which the page begins; null for the first one.</summary>
    public Outcome<string?> Read(string? cursor)
    {
        if (cursor is null)
            return (string?)null;
        if (cursor.Length <= LengthMax && Base64Url.IsValid(cursor))
        {
            var bytes = Base64Url.DecodeFromChars(cursor);
            if (bytes.Length > CheckBytes)
            {
                var key = Utf8.GetString(bytes.AsSpan(..^CheckBytes));
                // Written again and compared: of the many texts that decode to the same bytes, one is a cursor.
                if (Write(key) == cursor)
                    return key;
            }
        }
        return Denial.BadField("cursor", "must be a next_cursor of this list, with the same filters");
    }

    private byte[] Check(string key) => SHA256.HashData(Utf8.GetBytes($"{scope}\n\n{key}"))[..CheckBytes];

    private static string Text(object? filter) => Convert.ToString(filter, CultureInfo.InvariantCulture) ?? "";
}

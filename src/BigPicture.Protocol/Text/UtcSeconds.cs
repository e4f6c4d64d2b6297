namespace BigPicture.Protocol.Text;

/// <summary>
/// The one spelling of a time in this protocol: RFC 3339, UTC, whole seconds, <c>2026-01-15T10:00:00Z</c>. Twenty characters, years
/// 0001–9999; an offset, a fraction, lower case or a leap second is another format and is refused.
/// </summary>
public static class UtcSeconds
{
    /// <summary>Characters of a time on the wire.</summary>
    public const int Length = 20;

    /// <summary>Writes the time in UTC. A fraction of a second is cut off, never rounded up.</summary>
    public static string Format(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        var text = "0000-00-00T00:00:00Z".ToCharArray();
        Write(text, 0, 4, utc.Year);
        Write(text, 5, 2, utc.Month);
        Write(text, 8, 2, utc.Day);
        Write(text, 11, 2, utc.Hour);
        Write(text, 14, 2, utc.Minute);
        Write(text, 17, 2, utc.Second);
        return new string(text);
    }

    /// <summary>Reads exactly what <see cref="Format"/> writes.</summary>
    /// <returns>Whether the text is such a time.</returns>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        if (text is null || text.Length != Length || !HasSeparators(text))
            return false;

        var year = Read(text, 0, 4);
        var month = Read(text, 5, 2);
        var day = Read(text, 8, 2);
        var hour = Read(text, 11, 2);
        var minute = Read(text, 14, 2);
        var second = Read(text, 17, 2);
        if (year < 1 || month is < 1 or > 12 || day < 1 || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            return false;
        if (day > DateTime.DaysInMonth(year, month))
            return false;

        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;
    }

    private static bool HasSeparators(string text) =>
        text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' && text[16] == ':' && text[19] == 'Z';

    private static void Write(char[] text, int start, int digits, int value)
    {
        for (var i = start + digits - 1; i >= start; i--, value /= 10)
            text[i] = (char)('0' + (value % 10));
    }

    /// <returns>The number, or -1 when a character is no ASCII digit.</returns>
    private static int Read(string text, int start, int digits)
    {
        var value = 0;
        for (var i = start; i < start + digits; i++)
        {
            if (text[i] is < '0' or > '9')
                return -1;
            value = (value * 10) + (text[i] - '0');
        }
        return value;
    }
}

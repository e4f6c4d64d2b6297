using System.Globalization;
using System.Text;

namespace BigPicture.Protocol.Text;

/// <summary>
/// Writes the JSON that gets signed: no white space, and nothing escaped that JSON allows as it is. The framework's writer escapes
/// by Unicode tables that change with its version, and a token must come out byte-identical on every one.
/// </summary>
internal sealed class JsonText
{
    private readonly StringBuilder text = new("{", 512);
    private bool first = true;

    public JsonText Member(string name, string value)
    {
        Name(name);
        String(value);
        return this;
    }

    public JsonText Member(string name, long value)
    {
        Name(name);
        text.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    public JsonText Member(string name, DateTimeOffset time) => Member(name, UtcSeconds.Format(time));

    public JsonText Member(string name, IEnumerable<string> values)
    {
        Name(name);
        text.Append('[');
        var separator = false;
        foreach (var value in values)
        {
            if (separator)
                text.Append(',');
            separator = true;
            String(value);
        }
        text.Append(']');
        return this;
    }

    /// <summary>An array of objects, each with the members that <paramref name="write"/> gives it.</summary>
    public JsonText Members<T>(string name, IEnumerable<T> values, Action<JsonText, T> write)
    {
        Name(name);
        text.Append('[');
        var separator = false;
        foreach (var value in values)
        {
            text.Append(separator ? ",{" : "{");
            separator = first = true;
            write(this, value);
            text.Append('}');
        }
        text.Append(']');
        first = false;
        return this;
    }

    /// <summary>Written only where it holds: in this protocol an absent flag is false.</summary>
    public JsonText Flag(string name, bool value)
    {
        if (!value)
            return this;
        Name(name);
        text.Append("true");
        return this;
    }

    public JsonText Begin(string name)
    {
        Name(name);
        text.Append('{');
        first = true;
        return this;
    }

    public JsonText End()
    {
        text.Append('}');
        first = false;
        return this;
    }

    /// <exception cref="ArgumentException">A string holds a lone surrogate.</exception>
    public byte[] ToUtf8() => StrictUtf8.GetBytes(text.ToString());

    private void Name(string name)
    {
        if (!first)
            text.Append(',');
        first = false;
        String(name);
        text.Append(':');
    }

    private void String(string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (c < ' ')
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }
        text.Append('"');
    }
}

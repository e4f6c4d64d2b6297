using System.Globalization;
using System.Text.Json;
using BigPicture.Protocol.Text;

namespace BigPicture.Cli.Output;

/// <summary>One member of an answer, under its name on the wire.</summary>
/// <param name="InList">Whether it is worth a column; a single object shows all of its members.</param>
internal sealed record Field<T>(string Name, Func<T, object?> Read, bool InList = true)
{
    /// <summary>The value in one line; empty when absent.</summary>
    public string Text(T item) => Legible.OneLine(Format(Read(item)));

    private static string Format(object? value) =>
        value switch
        {
            null => "",
            bool yes => yes ? "true" : "false",
            DateTimeOffset time => UtcSeconds.Format(time),
            IEnumerable<string> words => string.Join(',', words),
            JsonElement json => JsonText(json),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };

    private static string JsonText(JsonElement json) => JsonSerializer.Serialize(json, LegibleJson.Compact.JsonElement);
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Entitlements;

/// <summary>
/// The members of a JSON object, each read as what it must be; what it is not is noted under its dotted path. Strict: a whole number is
/// written with digits alone (<c>1.0</c> and <c>1e3</c> are refused, as everywhere in the API), and null is a value of the wrong type.
/// </summary>
internal sealed class PolicyMembers
{
    private const int ShownNameMax = 100;

    private readonly Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
    private readonly string path;
    private readonly FieldProblems problems;

    private PolicyMembers(JsonElement json, string path, FieldProblems problems)
    {
        this.path = path;
        this.problems = problems;
        foreach (var member in json.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value))
                Refuse(member.Name, "stands there twice");
        }
    }

    public IEnumerable<string> Names => members.Keys;

    /// <summary>Null, and the reason noted, where it is no object or holds text that cannot be stored.</summary>
    public static PolicyMembers? Open(JsonElement json, string path, FieldProblems problems, out string text)
    {
        text = "";
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, "must be an object");
            return null;
        }
        if (Compact(json) is not { } compact)
        {
            problems.Add(path, "must be valid Unicode text");
            return null;
        }
        text = compact;
        return new PolicyMembers(json, path, problems);
    }

    public bool Has(string name) => members.ContainsKey(name);

    public bool TryGet(string name, out JsonElement value) => members.TryGetValue(name, out value);

    public void Refuse(string name, string message) => problems.Add($"{path}.{Shown(name)}", message);

    /// <summary>The members of a member; null where it is left out or no object.</summary>
    public PolicyMembers? Within(string name)
    {
        if (!members.TryGetValue(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Object)
            return new PolicyMembers(value, $"{path}.{name}", problems);
        Refuse(name, "must be an object");
        return null;
    }

    public long? Whole(string name, long least, long most)
    {
        if (!members.TryGetValue(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most)
            return number;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}, digits only"));
        return null;
    }

    public bool Flag(string name)
    {
        if (!members.TryGetValue(name, out var value))
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Refuse(name, "must be true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    public string? OneOf(string name, params ReadOnlySpan<string> choices)
    {
        if (!members.TryGetValue(name, out var value))
            return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (choices.Contains(text!))
            return text;
        Refuse(name, $"must be one of {string.Join(", ", choices)}");
        return null;
    }

    /// <summary>Null where a string holds half of a surrogate pair, which no UTF-8 can carry.</summary>
    private static string? Compact(JsonElement json)
    {
        var bytes = new ArrayBufferWriter<byte>();
        try
        {
            using var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            json.WriteTo(writer);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>An unknown name may be as long as the body.</summary>
    private static string Shown(string name) =>
        name.Length <= ShownNameMax ? name : name[..(ShownNameMax - (char.IsHighSurrogate(name[ShownNameMax - 1]) ? 1 : 0))] + "…";
}

using System.Text.Json.Nodes;

namespace BigPicture.Host.Telemetry.Catalogue;

/// <summary>An event that the server tells, or will.</summary>
/// <param name="Name">Without prefix.</param>
/// <param name="Subject">What its <c>subject</c> names.</param>
/// <param name="Data">The members of its <c>data</c>, in the order in which they are written.</param>
internal sealed record EventKind(string Name, string What, string Subject, IReadOnlyList<DataMember> Data)
{
    /// <summary>The name is given away, and no server tells it yet.</summary>
    public bool IsReserved { get; private init; }

    public static EventKind Reserved(string name, string what) => new(name, what, "", []) { IsReserved = true };

    /// <summary>The JSON Schema of <c>data</c>. What it does not name may come in a later release, so it forbids nothing.</summary>
    public JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var member in Data)
            properties[member.Name] = member.Schema();
        return new JsonObject
        {
            ["title"] = Name,
            ["description"] = What,
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. Data.Where(member => member.IsRequired).Select(member => (JsonNode)member.Name)]),
        };
    }
}

/// <summary>A member of an event's data.</summary>
/// <param name="Rules">What JSON Schema says of it, without a description.</param>
internal sealed record DataMember(string Name, string What, string Rules)
{
    public bool IsRequired { get; private init; } = true;

    public static DataMember Text(string name, string what) => new(name, what, """{"type":"string","minLength":1}""");

    public static DataMember Id(string name, string prefix, string what) =>
        new(name, what, $$"""{"type":"string","pattern":"^{{prefix}}_[0-7][0-9a-hjkmnp-tv-z]{25}$"}""");

    public static DataMember Time(string name, string what) =>
        new(name, what, """{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}""");

    public static DataMember Whole(string name, string what, int? least = null) =>
        new(name, what, least is { } bound ? $$"""{"type":"integer","minimum":{{bound}}}""" : """{"type":"integer"}""");

    public static DataMember Flag(string name, string what) => new(name, what, """{"type":"boolean"}""");

    public static DataMember Texts(string name, string what) => new(name, what, """{"type":"array","items":{"type":"string"}}""");

    public static DataMember OneOf(string name, string what, params IEnumerable<string> words) =>
        new(name, what, $$"""{"enum":[{{string.Join(',', words.Select(word => $"\"{word}\""))}}]}""");

    public static DataMember Object(string name, string what) => new(name, what, """{"type":"object"}""");

    public DataMember OrNot() => this with { IsRequired = false };

    public JsonObject Schema()
    {
        var schema = JsonNode.Parse(Rules)!.AsObject();
        schema["description"] = What;
        return schema;
    }
}

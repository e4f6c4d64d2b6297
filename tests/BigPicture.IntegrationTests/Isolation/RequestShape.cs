using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigPicture.IntegrationTests.Isolation;

/// <summary>Builds sound requests for a route from nothing but the document, with names of somebody's things in them.</summary>
internal sealed class RequestShape
{
    /// <summary>Values that a schema alone does not tell, as they are sound at the moment.</summary>
    private static readonly Dictionary<string, Func<string>> Sound = new()
    {
        ["policy_json"] = () => """{"type":"concurrent","max_seats":9,"features":["open"]}""",
        ["scopes"] = () => """["audit:read"]""",
        ["subject_type"] = () => "\"user\"",
        ["url"] = () => "\"https://receiver.invalid/\"",
        ["features"] = () =>
            $$"""[{"feature":"open","count":1,"at":"{{Protocol.Text.UtcSeconds.Format(TimeProvider.System.GetUtcNow())}}"}]""",
    };

    private readonly JsonElement document;
    private readonly JsonElement? body;

    public RequestShape(JsonElement document, DocumentedRoute route)
    {
        (this.document, Route) = (document, route);
        body = route.Body is { } schema ? ApiDocument.Resolve(document, schema) : null;
        References =
        [
            .. Names("path")
                .Concat(Names("query"))
                .Concat(MembersOf(body).Select(member => ("body", member.Name)))
                .Select(found => Reference.Of(found.Item1, found.Item2))
                .OfType<Reference>(),
        ];
    }

    public DocumentedRoute Route { get; }

    public IReadOnlyList<Reference> References { get; }

    public bool TakesCursor => Names("query").Contains(("query", "cursor"));

    /// <summary>Each query parameter that refers to nothing, with each value that the document tells.</summary>
    public IEnumerable<(string Name, string Value)> Filters =>
        from parameter in Route.Parameters("query")
        let schema = parameter.GetProperty("schema")
        where schema.TryGetProperty("enum", out _)
        from value in schema.GetProperty("enum").EnumerateArray()
        select (parameter.GetProperty("name").GetString()!, value.GetString()!);

    public bool IsRequired(Reference reference) =>
        reference.Place switch
        {
            "path" => true,
            "query" => Route.Parameters("query").Single(p => p.GetProperty("name").GetString() == reference.Name).IsMarkedRequired(),
            _ => RequiredMembers.Contains(reference.Name),
        };

    /// <param name="names">What each reference names; those that are left out are not named.</param>
    /// <param name="more">Further query parameters.</param>
    public HttpRequestMessage Build(IReadOnlyDictionary<Reference, string> names, params (string Name, string Value)[] more)
    {
        var path = Route.Path;
        foreach (var (reference, name) in names.Where(pair => pair.Key.Place == "path"))
            path = path.Replace($"{{{reference.Name}}}", name, StringComparison.Ordinal);
        var query = Route
            .Parameters("query")
            .Where(p => p.IsMarkedRequired() && Reference.Of("query", p.GetProperty("name").GetString()!) is null)
            .Select(p =>
                (Name: p.GetProperty("name").GetString()!, Value: Value(p.GetProperty("name").GetString()!, p.GetProperty("schema")))
            )
            .Select(p => (p.Name, p.Value.ToString()))
            .Concat(names.Where(pair => pair.Key.Place == "query").Select(pair => (pair.Key.Name, pair.Value)))
            .Concat(more)
            .Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}")
            .ToList();
        return new HttpRequestMessage(new HttpMethod(Route.Method), query.Count == 0 ? path : $"{path}?{string.Join('&', query)}")
        {
            Content = body is null ? null : Talk.Json(BodyOf(names).ToJsonString()),
        };
    }

    private HashSet<string> RequiredMembers =>
        body is { } schema && schema.TryGetProperty("required", out var required)
            ? [.. required.EnumerateArray().Select(name => name.GetString()!)]
            : [];

    private JsonObject BodyOf(IReadOnlyDictionary<Reference, string> names)
    {
        var json = new JsonObject();
        foreach (var member in MembersOf(body))
        {
            if (Reference.Of("body", member.Name) is { } reference)
            {
                if (names.TryGetValue(reference, out var name))
                    json[member.Name] = TypeOf(ApiDocument.Resolve(document, member.Value)) == "array" ? new JsonArray(name) : name;
            }
            else if (RequiredMembers.Contains(member.Name))
                json[member.Name] = Value(member.Name, member.Value);
        }
        return json;
    }

    private JsonNode Value(string name, JsonElement schema)
    {
        if (Sound.TryGetValue(name, out var json))
            return JsonNode.Parse(json())!;
        schema = ApiDocument.Resolve(document, schema);
        if (schema.TryGetProperty("enum", out var values))
            return JsonNode.Parse(values[0].GetRawText())!;
        return TypeOf(schema) switch
        {
            "string" when schema.TryGetProperty("format", out _) => "2099-01-15T10:00:00Z",
            "string" => "sound",
            "integer" => 60,
            "boolean" => false,
            "array" => new JsonArray(Value(name, schema.GetProperty("items"))),
            _ => throw new InvalidOperationException($"Nobody has told a sound '{name}': teach it to {nameof(RequestShape)}."),
        };
    }

    private IEnumerable<(string, string)> Names(string place) =>
        Route.Parameters(place).Select(parameter => (place, parameter.GetProperty("name").GetString()!));

    private static JsonElement.ObjectEnumerator MembersOf(JsonElement? schema) =>
        schema is { } known ? known.GetProperty("properties").EnumerateObject() : default;

    private static string TypeOf(JsonElement schema) =>
        schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } types
            ? types[0].GetString()!
            : schema.GetProperty("type").GetString()!;
}

internal static class ParameterReads
{
    public static bool IsMarkedRequired(this JsonElement parameter) =>
        parameter.TryGetProperty("required", out var required) && required.GetBoolean();
}

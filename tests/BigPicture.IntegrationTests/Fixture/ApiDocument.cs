using System.Text.Json;
using BigPicture.Host.Edge.OpenApi;

namespace BigPicture.IntegrationTests.Fixture;

/// <summary>The routes as the committed document tells them, for tests that must not forget one.</summary>
internal static class ApiDocument
{
    public static JsonElement Root { get; } = JsonElement.Parse(OpenApiDocument.Committed());

    public static IReadOnlyList<DocumentedRoute> Routes { get; } = RoutesOf(Root);

    /// <summary>The routes that a document tells.</summary>
    public static IReadOnlyList<DocumentedRoute> RoutesOf(JsonElement document) =>
        [
            .. document
                .GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject()
                        .Select(operation => new DocumentedRoute(operation.Name.ToUpperInvariant(), path.Name, operation.Value))
                ),
        ];

    public static DocumentedRoute Route(string name) => Routes.Single(route => route.Name == name);

    /// <summary>Where the body of a request holds text: <c>name</c>, <c>features[]</c>, <c>usage[].feature</c>.</summary>
    public static IEnumerable<string> TextFields(JsonElement schema)
    {
        schema = Resolve(schema);
        foreach (var member in schema.GetProperty("properties").EnumerateObject())
        {
            foreach (var field in TextFields(member.Name, Resolve(member.Value)))
                yield return field;
        }
    }

    public static JsonElement Resolve(JsonElement schema) => Resolve(Root, schema);

    public static JsonElement Resolve(JsonElement document, JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference)
            ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;

    private static IEnumerable<string> TextFields(string name, JsonElement schema)
    {
        var type = schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } types
            ? types[0].GetString()
            : schema.GetProperty("type").GetString();
        return type switch
        {
            "string" => [name],
            "array" => TextFields($"{name}[]", Resolve(schema.GetProperty("items"))),
            "object" when schema.TryGetProperty("properties", out _) => TextFields(schema).Select(field => $"{name}.{field}"),
            _ => [],
        };
    }
}

internal sealed record DocumentedRoute(string Method, string Path, JsonElement Operation)
{
    public string Name => Operation.GetProperty("operationId").GetString()!;

    /// <summary>Null: the route is public.</summary>
    public string? Scope => Operation.TryGetProperty("x-required-scope", out var scope) ? scope.GetString() : null;

    /// <summary>The schema of the body; null: it takes none.</summary>
    public JsonElement? Body =>
        Operation.TryGetProperty("requestBody", out var body)
            ? body.GetProperty("content").GetProperty("application/json").GetProperty("schema")
            : null;

    public IEnumerable<JsonElement> Parameters(string place) =>
        Operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == place)
            : [];

    public override string ToString() => $"{Method} {Path}";
}

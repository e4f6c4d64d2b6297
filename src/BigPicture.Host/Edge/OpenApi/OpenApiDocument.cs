using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;

namespace BigPicture.Host.Edge.OpenApi;

/// <summary>
/// The API's description, OpenAPI 3.1, written from the routes themselves. It is written at build, committed, and served as it was
/// committed: what people read, what reviewers saw and what a server answers is one text.
/// </summary>
internal static class OpenApiDocument
{
    public const string Path = "/openapi/v1.json";

    private const string Resource = "openapi.v1.json";
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The document as it was committed.</summary>
    public static byte[] Committed()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream(Resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The document as these routes make it, as text that ends with a new line.</summary>
    public static string Write(IEnumerable<Operation> operations)
    {
        var schemas = new SchemaWriter(WireJson.Requests.Options, RecordDocs.Beside(typeof(ProblemDocument)));
        var writer = new OperationWriter(schemas);
        var paths = new JsonObject();
        foreach (var path in operations.GroupBy(operation => operation.Path))
            paths[path.Key] = new JsonObject(
                path.Select(operation => KeyValuePair.Create(operation.Method.ToLowerInvariant(), (JsonNode?)writer.Write(operation)))
            );

        var document = new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = Info(),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(),
            ["tags"] = Tags(operations),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.Schemas(),
                ["securitySchemes"] = new JsonObject { [OperationWriter.SecurityScheme] = Bearer() },
            },
        };
        return document.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Info() =>
        new()
        {
            ["title"] = "Big Picture licensing protocol",
            ["version"] = "1",
            ["description"] =
                "One protocol for every license server, cloud or local. JSON in snake_case; times are RFC 3339, UTC, whole seconds; "
                + "durations are whole seconds. Bodies are read strictly: an unknown or duplicate member, a wrong type or another time format "
                + "is `BAD_REQUEST` and names the field. Every answer from 400 up is `application/problem+json` with a `code`. Every answer "
                + "carries `X-Request-Id`. GET routes answer HEAD too.",
        };

    private static JsonArray Tags(IEnumerable<Operation> operations) =>
        new([.. operations.Select(operation => operation.Tag).Distinct().Select(tag => new JsonObject { ["name"] = tag })]);

    private static JsonObject Bearer() =>
        new()
        {
            ["type"] = "http",
            ["scheme"] = "bearer",
            ["description"] = "An API token: `bp_` and 43 characters. What an operation needs of it stands in `x-required-scope`.",
        };
}

using System.Text.Json.Nodes;

namespace BigPicture.Cli.Output;

/// <summary>A document as lines of name and value: <c>payload.bp.tenant</c>, <c>certificates.0.use</c>.</summary>
internal static class FlatJson
{
    public static IEnumerable<(string Name, string Text)> Lines(JsonNode? node, string name = "") =>
        node switch
        {
            null => [],
            JsonObject members => members.SelectMany(m => Lines(m.Value, Under(name, m.Key))),
            JsonArray items when items.All(i => i is JsonValue) => [(name, string.Join(',', items))],
            JsonArray items => items.SelectMany((item, i) => Lines(item, Under(name, $"{i}"))),
            _ => [(name, node.ToString())],
        };

    private static string Under(string name, string member) => name.Length == 0 ? member : $"{name}.{member}";
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using BigPicture.Protocol.Wire;

namespace BigPicture.Host.Edge.OpenApi;

/// <summary>JSON Schemas of the wire records, each under its own name; what they mean stands in their documentation.</summary>
internal sealed class SchemaWriter(JsonSerializerOptions options, RecordDocs docs)
{
    private readonly SortedDictionary<string, JsonNode?> schemas = new(StringComparer.Ordinal);

    /// <summary>All that were asked for, and what they are made of.</summary>
    public JsonObject Schemas() => new(schemas.Select(schema => KeyValuePair.Create(schema.Key, schema.Value)));

    /// <param name="isSent">By a caller: a member that it does not name is refused. Answers may grow new ones.</param>
    public JsonObject Reference(Type record, bool isSent)
    {
        if (schemas.TryAdd(record.Name, null))
            schemas[record.Name] = Record(record, isSent);
        return new JsonObject { ["$ref"] = $"#/components/schemas/{record.Name}" };
    }

    private JsonObject Record(Type record, bool isSent)
    {
        var members = options.GetTypeInfo(record).Properties;
        var required = members.Where(member => member.IsRequired).Select(member => (JsonNode?)member.Name).ToArray();
        var schema = new JsonObject { ["type"] = "object" };
        if (docs.Of(record) is { } description)
            schema["description"] = description;
        if (isSent)
            schema["additionalProperties"] = false;
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
        schema["properties"] = new JsonObject(
            members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)Member(record, member, isSent)))
        );
        return schema;
    }

    private JsonObject Member(Type record, JsonPropertyInfo member, bool isSent)
    {
        var schema = Value(member.PropertyType, isSent);
        if (docs.Of(record, member) is { } description)
            schema["description"] = description;
        return schema;
    }

    private JsonObject Value(Type type, bool isSent)
    {
        if (Nullable.GetUnderlyingType(type) is { } bare)
            return Value(bare, isSent);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>))
            return OrNull(Value(type.GetGenericArguments()[0], isSent));
        if (type == typeof(string))
            return new JsonObject { ["type"] = "string" };
        if (type == typeof(bool))
            return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(int))
            return new JsonObject { ["type"] = "integer", ["format"] = "int32" };
        if (type == typeof(long))
            return new JsonObject { ["type"] = "integer", ["format"] = "int64" };
        if (type == typeof(DateTimeOffset))
            return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        if (type == typeof(JsonElement))
            return new JsonObject { ["type"] = "object" };
        if (options.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element })
            return new JsonObject { ["type"] = "array", ["items"] = Value(element, isSent) };
        return Reference(type, isSent);
    }

    private static JsonObject OrNull(JsonObject schema)
    {
        schema["type"] = new JsonArray(schema["type"]!.DeepClone(), "null");
        return schema;
    }
}

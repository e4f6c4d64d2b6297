using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigPicture.Protocol.Wire;

/// <summary>The two ways in which this protocol reads JSON. Both write alike.</summary>
public static class WireJson
{
    /// <summary>The revision of this protocol that this build speaks.</summary>
    public const int ApiRevision = 1;

    /// <summary>The deepest nesting of a body.</summary>
    public const int DepthMax = 16;

    /// <summary>
    /// For a server reading requests: an unknown or duplicate member, a missing required one, null where none is allowed, a lone
    /// surrogate, U+0000, a wrong type, a number out of range or another time format is a <see cref="JsonException"/>.
    /// </summary>
    public static WireJsonContext Requests { get; } = new(Options(JsonUnmappedMemberHandling.Disallow));

    /// <summary>For a client reading answers: members that it does not know are skipped, since the server may be newer; else as strict.</summary>
    public static WireJsonContext Answers { get; } = new(Options(JsonUnmappedMemberHandling.Skip));

    private static JsonSerializerOptions Options(JsonUnmappedMemberHandling unmapped) =>
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = unmapped,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            MaxDepth = DepthMax,
            // Bodies are JSON, never part of a page: names of people and features stay legible.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new TimeConverter(), new TextConverter(), new OptionalTimeConverter(), new OptionalIntConverter() },
        };
}

using System.Text.Json.Serialization;

namespace BigPicture.Proof.Histories;

/// <summary>One JSON object a line, generated at build.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(Pool))]
[JsonSerializable(typeof(Operation))]
[JsonSerializable(typeof(Fault))]
[JsonSerializable(typeof(FeedEvent))]
[JsonSerializable(typeof(ListedLease))]
internal sealed partial class HistoryJson : JsonSerializerContext;

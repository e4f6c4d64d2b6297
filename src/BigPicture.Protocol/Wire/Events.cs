using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigPicture.Protocol.Wire;

/// <summary>Answer of <c>GET /v1/events</c>: oldest first, in one final order without holes.</summary>
public sealed record EventPage
{
    /// <summary>The events after the position that was asked for.</summary>
    public required IReadOnlyList<CloudEvent> Events { get; init; }

    /// <summary>The position to ask after next; the one that was sent when there is nothing new.</summary>
    public required long NextAfter { get; init; }
}

/// <summary>One event: CloudEvents 1.0, structured JSON.</summary>
public sealed record CloudEvent
{
    /// <summary>Always <c>1.0</c> (CloudEvents 1.0 section 3.1).</summary>
    [JsonPropertyName("specversion")]
    public required string SpecVersion { get; init; }

    /// <summary><c>evt_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The server that it happened on, a URI reference.</summary>
    public required string Source { get; init; }

    /// <summary><see cref="EventNames.TypePrefix"/> and one of <see cref="EventNames"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The id of what it happened to.</summary>
    public string? Subject { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The media type of <see cref="Data"/>: <c>application/json</c>.</summary>
    [JsonPropertyName("datacontenttype")]
    public string? DataContentType { get; init; }

    /// <summary>An extension attribute: the tenant that it concerns.</summary>
    [JsonPropertyName("tenantid")]
    public string? TenantId { get; init; }

    /// <summary>An extension attribute: its position in the feed.</summary>
    [JsonPropertyName("position")]
    public long? Position { get; init; }

    /// <summary>What happened, as an object of the event's own shape.</summary>
    public JsonElement? Data { get; init; }
}

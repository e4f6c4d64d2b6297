using System.Text.Json.Serialization.Metadata;
using BigPicture.Host.Edge.Streams;
using Microsoft.AspNetCore.Http;

namespace BigPicture.Host.Edge.Answers;

/// <summary>What a route answers when it does not refuse.</summary>
internal sealed record Answer(int Status, object? Body, JsonTypeInfo? Json)
{
    /// <summary>Where what was created can be read.</summary>
    public string? Location { get; init; }

    /// <summary>The version of what is answered, sent as <c>ETag</c>.</summary>
    public long? Version { get; init; }

    /// <summary>Sent one by one instead of a body, for as long as the caller listens.</summary>
    public IAsyncEnumerable<SentEvent>? Events { get; init; }

    /// <summary>The <c>ETag</c> of what is answered, where that is no version.</summary>
    public string? Tag { get; init; }

    public static Answer NoContent { get; } = new(StatusCodes.Status204NoContent, null, null);

    public static Answer Ok<T>(T body, JsonTypeInfo<T> json, long? version = null) =>
        new(StatusCodes.Status200OK, body, json) { Version = version };

    public static Answer Stream(IAsyncEnumerable<SentEvent> events) => new(StatusCodes.Status200OK, null, null) { Events = events };

    public static Answer NotModified { get; } = new(StatusCodes.Status304NotModified, null, null);

    public static Answer Created<T>(string location, T body, JsonTypeInfo<T> json, long? version = null) =>
        new(StatusCodes.Status201Created, body, json) { Location = location, Version = version };
}

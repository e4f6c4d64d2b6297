using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using Microsoft.AspNetCore.Http;

namespace BigPicture.Host.Edge.Routing;

/// <summary>Answers one call, or refuses it.</summary>
internal delegate Task<Outcome<Answer>> Handler(Call call);

/// <summary>
/// A route as it is served and as it is documented: the gate reads who may call it, the edge what it takes, and the OpenAPI document
/// is written from the same lines.
/// </summary>
/// <param name="Method">GET serves HEAD too.</param>
internal sealed record Operation(string Method, string Path, Handler Handler)
{
    /// <summary>The operation's id in the document, in snake_case.</summary>
    public required string Name { get; init; }

    /// <summary>The heading under which the document lists it.</summary>
    public required string Tag { get; init; }

    /// <summary>What it does, in a few words.</summary>
    public required string Summary { get; init; }

    /// <summary>What a caller must know beyond that, as Markdown.</summary>
    public string? Description { get; init; }

    /// <summary>What the caller's API token must allow; <see cref="Scopes.None"/>: the route is public.</summary>
    public required Scopes Scope { get; init; }

    /// <summary>Counted against the larger of the two rate limits.</summary>
    public bool IsLeaseCall { get; init; }

    /// <summary>The record that the body becomes; null: it takes none.</summary>
    public Type? Body { get; init; }

    /// <summary>All members of the body may be left out, and so the body itself.</summary>
    public bool IsBodyOptional { get; init; }

    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    public bool TakesIdempotencyKey { get; init; }

    public bool TakesIfMatch { get; init; }

    public bool TakesIfNoneMatch { get; init; }

    /// <summary>Readers of its events come back with <c>Last-Event-ID</c>.</summary>
    public bool TakesLastEventId { get; init; }

    /// <summary>What it answers when it does not refuse, at least one.</summary>
    public required IReadOnlyList<Success> Answers { get; init; }

    /// <summary>What it may refuse with beyond what every route like it does.</summary>
    public IReadOnlyList<DenialCode> Refusals { get; init; } = [];

    public bool IsPublic => Scope == Scopes.None;
}

/// <param name="Body">Null: the answer has no body.</param>
internal sealed record Success(int Status, Type? Body, string Description)
{
    /// <summary>The answer names where what was created can be read.</summary>
    public bool HasLocation { get; init; }

    /// <summary>The answer carries the version as <c>ETag</c>.</summary>
    public bool HasETag { get; init; }

    /// <summary>What comes as server-sent events where the caller asks for those; null: the route sends none.</summary>
    public string? Events { get; init; }

    /// <summary>An answer that is events and nothing else.</summary>
    public static Success Stream(string events) => new(StatusCodes.Status200OK, null, events) { Events = events };

    public static Success Ok<T>(string description) => new(StatusCodes.Status200OK, typeof(T), description);

    public static Success OkVersioned<T>(string description) => Ok<T>(description) with { HasETag = true };

    public static Success CreatedUnversioned<T>(string description) =>
        new(StatusCodes.Status201Created, typeof(T), description) { HasLocation = true };

    public static Success Created<T>(string description) => CreatedUnversioned<T>(description) with { HasETag = true };

    /// <summary>Of an answer that is text and no record.</summary>
    public bool IsText { get; init; }

    public static Success Text(string description) => new(StatusCodes.Status200OK, null, description) { IsText = true };

    public static Success NotModified(string description) => new(StatusCodes.Status304NotModified, null, description) { HasETag = true };

    public static Success NoContent(string description) => new(StatusCodes.Status204NoContent, null, description);
}

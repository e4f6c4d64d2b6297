using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Bodies;
using BigPicture.Host.Edge.Headers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Streams;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Host.Edge.Routing;

/// <summary>One call of a route, as its handler sees it.</summary>
internal readonly struct Call(HttpContext http, QueryValues query)
{
    public QueryValues Query => query;

    /// <summary>The caller wants events as they come.</summary>
    public bool WantsEvents => EventStreamMedia.IsWanted(http.Request);

    /// <summary>The id after which a reader of events goes on; null: it names none.</summary>
    public Outcome<long?> LastEventId => Streams.LastEventId.Read(http.Request.Headers[Streams.LastEventId.Header]);

    public T Get<T>()
        where T : notnull => http.RequestServices.GetRequiredService<T>();

    public CancellationToken Cancel => http.RequestAborted;

    /// <summary>The time by which what is shown has ended or not.</summary>
    public Instant Trusted => http.RequestServices.GetRequiredService<ILedgerTime>().Trusted;

    public Caller Caller => http.RequestServices.GetRequiredService<Caller>();

    /// <summary>A part of the path, as text: a malformed id names nothing, so handlers answer 404 and never 400.</summary>
    public string Path(string name) => (string)http.GetRouteValue(name)!;

    public string? PathOrNull(string name) => (string?)http.GetRouteValue(name);

    /// <summary>The answer, or that nothing changed where the caller has already what is so tagged.</summary>
    public Outcome<Answer> Unless(string tag, Func<Answer> answer)
    {
        var held = Conditions.Names(http.Request.Headers.IfNoneMatch, tag);
        if (held.IsDenied(out var denial))
            return denial;
        return (held.Value ? Answer.NotModified : answer()) with { Tag = tag };
    }

    public Task<Outcome<T>> Send<T>(IRequest<Outcome<T>> request) =>
        http.RequestServices.GetRequiredService<IMediator>().Send(request, http.RequestAborted);

    public Task<Outcome<T>> Read<T>(JsonTypeInfo<T> json)
        where T : class => Read(json, mayBeAbsent: false);

    /// <summary>For a body all of whose members may be left out, and so the body itself.</summary>
    public Task<Outcome<T>> ReadIfAny<T>(JsonTypeInfo<T> json)
        where T : class => Read(json, mayBeAbsent: true);

    private Task<Outcome<T>> Read<T>(JsonTypeInfo<T> json, bool mayBeAbsent)
        where T : class
    {
        var caller = Caller;
        var request = http.Request;
        return StrictBody
            .Read(http, json, mayBeAbsent, caller.IdempotencyKey is null ? null : body => caller.RequestHash = Hash(request, body))
            .AsTask();
    }

    private static byte[] Hash(HttpRequest request, ReadOnlySequence<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path}\n"));
        foreach (var segment in body)
            hash.AppendData(segment.Span);
        return hash.GetHashAndReset();
    }
}

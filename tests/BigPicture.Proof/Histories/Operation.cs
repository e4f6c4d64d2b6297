using System.Text.Json.Serialization;

namespace BigPicture.Proof.Histories;

/// <summary>One call as the client saw it: what it asked, when, and what it was told.</summary>
public sealed record Operation
{
    /// <summary>The client; a client has one call under way at a time.</summary>
    public required int Client { get; init; }

    /// <summary>The client's own count of its calls.</summary>
    public required long Sequence { get; init; }

    public required OperationKind Kind { get; init; }

    /// <summary>The server that was asked: a name of the run, as in <see cref="Fault.Target"/>.</summary>
    public required string Server { get; init; }

    /// <summary>The entitlement that was named: <see cref="Pool.Entitlement"/>. Never empty, calls about a lease name its entitlement too.</summary>
    public required string Entitlement { get; init; }

    // ---- What was asked.

    /// <summary><c>user</c> or <c>machine</c>; of activations, and of calls about a lease where the client knows it.</summary>
    public string? SubjectType { get; init; }

    public string? SubjectId { get; init; }

    public string? MachineId { get; init; }

    /// <summary>The session as sent, or as the server made it where none was sent.</summary>
    public string? SessionId { get; init; }

    /// <summary>Features that the activation named; null when it named none.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Takeover { get; init; }

    /// <summary>Equal keys mark retries of one call.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The token that was shown to renew, release, validate.</summary>
    public TokenFacts? Presented { get; init; }

    /// <summary>The lease that was named or shown; of activations the one that was answered.</summary>
    public string? LeaseId { get; init; }

    /// <summary>Whether a suspension or revocation of the entitlement was asked to end its live leases.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EndsLeases { get; init; }

    /// <summary>Of <see cref="OperationKind.ChangeLimit"/>: every pool (<c>seats</c>, <c>feature/…</c>) with its new limit, overdraft included.</summary>
    public IReadOnlyDictionary<string, long>? Limits { get; init; }

    // ---- When: one monotonic clock for all clients, and the machine's clock at the same moments.

    public required long CallNs { get; init; }

    public required long ReturnNs { get; init; }

    public required long CallUnixMs { get; init; }

    public required long ReturnUnixMs { get; init; }

    // ---- What was told.

    public required Outcome Outcome { get; init; }

    /// <summary>The HTTP status; null without an answer.</summary>
    public int? Status { get; init; }

    /// <summary>The code of a refusal (<c>SEATS_EXHAUSTED</c>, …), or the words of what cut the call off.</summary>
    public string? Code { get; init; }

    /// <summary>The pool of a refusal for lack of seats.</summary>
    public string? RefusedPool { get; init; }

    /// <summary>What the token that was handed out says, once it was verified against the pinned root.</summary>
    public TokenFacts? Token { get; init; }

    /// <summary>How a lease stands by the answer to a release or revocation: <c>released</c>, <c>revoked</c>, <c>expired</c>.</summary>
    public string? LeaseStatus { get; init; }

    /// <summary>The revocation epoch, where an answer tells it.</summary>
    public long? Epoch { get; init; }

    /// <summary>Who asks again by the same key gets the same lease: entitlement, subject, machine and session.</summary>
    public LeaseKey Key => new(Entitlement, SubjectType, SubjectId, MachineId, SessionId);
}

/// <inheritdoc cref="Operation.Key"/>
public readonly record struct LeaseKey(string Entitlement, string? SubjectType, string? SubjectId, string? MachineId, string? SessionId);

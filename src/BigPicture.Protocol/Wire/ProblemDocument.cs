namespace BigPicture.Protocol.Wire;

/// <summary>The body of every answer from status 400 up: RFC 9457 <c>application/problem+json</c> with the protocol's own members.</summary>
public sealed record ProblemDocument
{
    /// <summary>The media type of this document.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary><c>urn:bigpicture:problem:</c> and the code in lower case with hyphens (RFC 9457 section 3.1.1).</summary>
    public required string Type { get; init; }

    /// <summary>One short sentence, the same for every occurrence of the code.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status, 400–599.</summary>
    public required int Status { get; init; }

    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence for a person, naming the object and the number that matter in this case.</summary>
    public required string Message { get; init; }

    /// <summary>The value of <c>X-Request-Id</c>, to find the request in the server's log.</summary>
    public required string RequestId { get; init; }

    /// <summary>What the caller can act on; absent when the code says it all.</summary>
    public ProblemDetails? Details { get; init; }

    /// <summary>The <c>type</c> of a code: <c>SEATS_EXHAUSTED</c> gives <c>urn:bigpicture:problem:seats-exhausted</c>.</summary>
    public static string TypeOf(string code)
    {
        var name = (code ?? throw new ArgumentNullException(nameof(code))).ToCharArray();
        for (var i = 0; i < name.Length; i++)
            name[i] = name[i] == '_' ? '-' : char.ToLowerInvariant(name[i]);
        return "urn:bigpicture:problem:" + new string(name);
    }
}

/// <summary>What a refusal tells beyond its code. Each member is there only where it applies.</summary>
public sealed record ProblemDetails
{
    /// <summary>What is wrong with each field, with <see cref="ErrorCodes.BadRequest"/>.</summary>
    public IReadOnlyList<FieldProblem>? Errors { get; init; }

    /// <summary>The entitlement that refused.</summary>
    public string? EntitlementId { get; init; }

    /// <summary>The lease that the request was about.</summary>
    public string? LeaseId { get; init; }

    /// <summary>The pool without a free seat: <c>seats</c>, <c>feature/export</c>, <c>user/alice</c>.</summary>
    public string? Pool { get; init; }

    /// <summary>Seats in that pool.</summary>
    public long? Limit { get; init; }

    /// <summary>Seats taken in that pool.</summary>
    public long? InUse { get; init; }

    /// <summary>The earliest time at which the request could be granted if nobody renewed; absent when no end is known.</summary>
    public DateTimeOffset? NextSeatAt { get; init; }

    /// <summary>Who holds the seats; told only to callers with <c>admin:read</c>.</summary>
    public IReadOnlyList<SeatHolder>? Holders { get; init; }

    /// <summary>The license type's own reason, with <see cref="ErrorCodes.LicenseTypeDenied"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The version that stands, with <see cref="ErrorCodes.VersionMismatch"/>.</summary>
    public long? Version { get; init; }

    /// <summary>The rules in the order in which they were asked; in every refusal of a lease.</summary>
    public IReadOnlyList<TraceLine>? Trace { get; init; }
}

/// <summary>One problem of a request's body, query or header.</summary>
public sealed record FieldProblem
{
    /// <summary>A dotted path as on the wire: <c>policy_json.max_seats</c>; empty for the body as a whole.</summary>
    public required string Field { get; init; }

    /// <summary>What the field must be.</summary>
    public required string Message { get; init; }
}

/// <summary>One rule that was asked.</summary>
public sealed record TraceLine
{
    /// <summary>One of <see cref="RuleNames"/>.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether the rule let the request pass.</summary>
    public required bool Passed { get; init; }

    /// <summary>The pool that was asked, on a line of <see cref="RuleNames.Seats"/>.</summary>
    public string? Pool { get; init; }
}

/// <summary>A lease that holds a seat in a full pool.</summary>
public sealed record SeatHolder
{
    /// <summary>The lease.</summary>
    public required string LeaseId { get; init; }

    /// <summary>One of <see cref="SubjectTypes"/>.</summary>
    public required string SubjectType { get; init; }

    /// <summary>The holder.</summary>
    public required string SubjectId { get; init; }

    /// <summary>When the seat frees if the lease is not renewed.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

using System.Text.Json.Serialization;

namespace BigPicture.Protocol.Wire;

/// <summary>Answer of activate and renew.</summary>
public sealed record LeaseAnswer : LeaseFields
{
    /// <summary>The signed lease: PASETO <c>v4.public</c>, at most 16 KiB.</summary>
    [JsonPropertyOrder(-1)]
    public required string Token { get; init; }

    /// <summary>True when the request's duration was cut to what the policy allows.</summary>
    public bool? DurationCut { get; init; }

    /// <summary>The server's clock as of this answer.</summary>
    public required DateTimeOffset ServerTime { get; init; }
}

/// <summary>A lease as lists and look-ups show it, without its token.</summary>
public sealed record LeaseView : LeaseFields
{
    /// <summary>When it was released, revoked or ran out; absent while it lives.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The reason given with its revocation.</summary>
    public string? Reason { get; init; }
}

/// <summary>What every answer tells of a lease.</summary>
public abstract record LeaseFields
{
    /// <summary><c>lease_…</c>; stays the same across renewals.</summary>
    [JsonPropertyOrder(-2)]
    public required string LeaseId { get; init; }

    /// <summary>One of <see cref="LeaseStatuses"/>.</summary>
    public required string Status { get; init; }

    /// <summary>The entitlement that it was granted under.</summary>
    public required string EntitlementId { get; init; }

    /// <summary>The customer.</summary>
    public required string TenantId { get; init; }

    /// <summary>The product.</summary>
    public required string ProductId { get; init; }

    /// <summary>The policy's type at the grant.</summary>
    public required string LicenseType { get; init; }

    /// <summary>One of <see cref="SubjectTypes"/>.</summary>
    public required string SubjectType { get; init; }

    /// <summary>The holder.</summary>
    public required string SubjectId { get; init; }

    /// <summary>The holder's machine.</summary>
    public string? MachineId { get; init; }

    /// <summary>The holder's session.</summary>
    public string? SessionId { get; init; }

    /// <summary>What the lease entitles to.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Whether one of its seats lies beyond the policy's limit.</summary>
    public required bool Overdraft { get; init; }

    /// <summary>From 1; grows with each takeover.</summary>
    public required int Generation { get; init; }

    /// <summary>The time of the grant or of the last renewal; equals the token's <c>iat</c>.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The end, exclusive; equals the token's <c>exp</c>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Until when the application may go on visibly in grace; absent without grace.</summary>
    public DateTimeOffset? GraceUntil { get; init; }

    /// <summary>When a client should renew: at 50–70 % of the lease.</summary>
    public required DateTimeOffset RenewAfter { get; init; }
}

/// <summary>Answer of release, also for a lease that has ended in any way.</summary>
public sealed record ReleaseAnswer
{
    /// <summary>The lease.</summary>
    public required string LeaseId { get; init; }

    /// <summary>How it ended: one of <see cref="LeaseStatuses"/>.</summary>
    public required string Status { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset ReleasedAt { get; init; }
}

/// <summary>Answer of validate: whether the lease stands now, by the server's books.</summary>
public sealed record ValidateAnswer
{
    /// <summary>Whether the token is this server's, of the current generation, and its lease lives.</summary>
    public required bool Active { get; init; }

    /// <summary>Why not: one of <see cref="ErrorCodes"/>.</summary>
    public string? Code { get; init; }

    /// <summary>The lease; absent when the token is not this server's.</summary>
    public string? LeaseId { get; init; }

    /// <inheritdoc cref="LeaseFields.Status"/>
    public string? Status { get; init; }

    /// <inheritdoc cref="LeaseFields.EntitlementId"/>
    public string? EntitlementId { get; init; }

    /// <inheritdoc cref="LeaseFields.TenantId"/>
    public string? TenantId { get; init; }

    /// <inheritdoc cref="LeaseFields.ProductId"/>
    public string? ProductId { get; init; }

    /// <inheritdoc cref="LeaseFields.LicenseType"/>
    public string? LicenseType { get; init; }

    /// <inheritdoc cref="LeaseFields.SubjectType"/>
    public string? SubjectType { get; init; }

    /// <inheritdoc cref="LeaseFields.SubjectId"/>
    public string? SubjectId { get; init; }

    /// <inheritdoc cref="LeaseFields.MachineId"/>
    public string? MachineId { get; init; }

    /// <inheritdoc cref="LeaseFields.SessionId"/>
    public string? SessionId { get; init; }

    /// <inheritdoc cref="LeaseFields.Features"/>
    public IReadOnlyList<string>? Features { get; init; }

    /// <inheritdoc cref="LeaseFields.Overdraft"/>
    public bool? Overdraft { get; init; }

    /// <inheritdoc cref="LeaseFields.Generation"/>
    public int? Generation { get; init; }

    /// <inheritdoc cref="LeaseFields.IssuedAt"/>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <inheritdoc cref="LeaseFields.ExpiresAt"/>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc cref="LeaseFields.GraceUntil"/>
    public DateTimeOffset? GraceUntil { get; init; }

    /// <inheritdoc cref="LeaseFields.RenewAfter"/>
    public DateTimeOffset? RenewAfter { get; init; }
}

/// <summary>Answer of <c>GET /v1/leases</c>.</summary>
public sealed record LeaseList
{
    /// <summary>One page.</summary>
    public required IReadOnlyList<LeaseView> Leases { get; init; }

    /// <summary>Where the next page starts; absent on the last.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>Answer of <c>POST /v1/license/usage</c>.</summary>
public sealed record UsageAnswer
{
    /// <summary><c>lease_…</c>.</summary>
    public required string LeaseId { get; init; }

    /// <summary>Entries that were counted: 0 when the same report was counted before.</summary>
    public required int Counted { get; init; }
}

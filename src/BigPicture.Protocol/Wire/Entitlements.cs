using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigPicture.Protocol.Wire;

/// <summary>Body of <c>POST /v1/entitlements</c>.</summary>
public sealed record CreateEntitlementRequest
{
    /// <summary>An existing tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>An existing product.</summary>
    public required string ProductId { get; init; }

    /// <summary>The policy, an object; its keys are the protocol's (section 2) and those that a plug-in type declares.</summary>
    public required JsonElement PolicyJson { get; init; }

    /// <summary>Start; absent: now.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>End, exclusive; absent or null: perpetual.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Whether the end moves on by itself; absent: false.</summary>
    public bool? AutoRenew { get; init; }

    /// <summary>Days by which the end moves on, 1–3,660; needed with <see cref="AutoRenew"/>.</summary>
    public int? RenewalDays { get; init; }
}

/// <summary>Body of <c>PUT /v1/entitlements/{id}</c>: what is absent stays as it is.</summary>
public sealed record UpdateEntitlementRequest
{
    /// <summary>The whole new policy.</summary>
    public JsonElement? PolicyJson { get; init; }

    /// <summary>The new start.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>The new end; null: perpetual from now on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<DateTimeOffset?> EndsAt { get; init; }

    /// <summary>Whether the end moves on by itself.</summary>
    public bool? AutoRenew { get; init; }

    /// <summary>Days by which the end moves on, 1–3,660; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<int?> RenewalDays { get; init; }

    /// <summary>Needed to change the type, or to take away a feature pool in use, while leases live; absent: false.</summary>
    public bool? RevokeActiveLeases { get; init; }
}

/// <summary>Body of <c>POST /v1/entitlements/{id}/revoke</c>.</summary>
public sealed record RevokeEntitlementRequest
{
    /// <summary>1–500 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether live leases end at once; absent: true.</summary>
    public bool? RevokeActiveLeases { get; init; }
}

/// <summary>Body of <c>POST /v1/entitlements/{id}/suspend</c>.</summary>
public sealed record SuspendEntitlementRequest
{
    /// <summary>1–500 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether live leases end at once; absent: false.</summary>
    public bool? RevokeActiveLeases { get; init; }
}

/// <summary>Body of <c>POST /v1/entitlements/{id}/reinstate</c>; may be empty.</summary>
public sealed record ReinstateEntitlementRequest
{
    /// <summary>1–500 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>What a tenant may do with a product.</summary>
public sealed record EntitlementAnswer
{
    /// <summary><c>ent_…</c>.</summary>
    public required string EntitlementId { get; init; }

    /// <summary>The customer.</summary>
    public required string TenantId { get; init; }

    /// <summary>The product.</summary>
    public required string ProductId { get; init; }

    /// <summary>The policy as it was sent.</summary>
    public required JsonElement PolicyJson { get; init; }

    /// <summary>Start.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>End, exclusive; absent: perpetual.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Whether the end moves on by itself.</summary>
    public required bool AutoRenew { get; init; }

    /// <summary>Days by which the end moves on.</summary>
    public int? RenewalDays { get; init; }

    /// <summary>One of <see cref="EntitlementStatuses"/>, as of this answer.</summary>
    public required string Status { get; init; }

    /// <summary>Grows by one with each change; also sent as <c>ETag</c>.</summary>
    public required long Version { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Answer of the lists of entitlements.</summary>
public sealed record EntitlementList
{
    /// <summary>One page.</summary>
    public required IReadOnlyList<EntitlementAnswer> Entitlements { get; init; }

    /// <summary>Where the next page starts; absent on the last.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>Answer of <c>GET /v1/entitlements/{id}/leases</c>.</summary>
public sealed record ActiveLeaseList
{
    /// <summary>The entitlement.</summary>
    public required string EntitlementId { get; init; }

    /// <summary>One page of its live leases.</summary>
    public required IReadOnlyList<ActiveLease> ActiveLeases { get; init; }

    /// <summary>Where the next page starts; absent on the last.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>A live lease, as an entitlement lists it.</summary>
public sealed record ActiveLease
{
    /// <summary><c>lease_…</c>.</summary>
    public required string LeaseId { get; init; }

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

    /// <summary>The time of the grant or of the last renewal.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The end, exclusive.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

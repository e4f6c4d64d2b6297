namespace BigPicture.Protocol.Wire;

/// <summary>Answer of <c>GET /v1/license/status</c>: what one subject holds, and what it could draw on.</summary>
public sealed record StatusAnswer
{
    /// <summary>The subject's live leases.</summary>
    public required IReadOnlyList<LeaseView> Leases { get; init; }

    /// <summary>The entitlements of its tenant for the product.</summary>
    public required IReadOnlyList<StatusEntitlement> Entitlements { get; init; }
}

/// <summary>An entitlement as an application may see it, without its policy.</summary>
public sealed record StatusEntitlement
{
    /// <summary><c>ent_…</c>.</summary>
    public required string EntitlementId { get; init; }

    /// <summary>The product.</summary>
    public required string ProductId { get; init; }

    /// <summary>The policy's type.</summary>
    public required string LicenseType { get; init; }

    /// <summary>One of <see cref="EntitlementStatuses"/>.</summary>
    public required string Status { get; init; }

    /// <summary>What it entitles to.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Start.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>End, exclusive; absent: perpetual.</summary>
    public DateTimeOffset? EndsAt { get; init; }
}

/// <summary>Answer of <c>POST /v1/license/explain</c>: what activate would say now. Takes and records nothing.</summary>
public sealed record ExplainAnswer
{
    /// <summary>Whether a lease would be granted.</summary>
    public required bool Granted { get; init; }

    /// <summary>The refusal that activate would give: one of <see cref="ErrorCodes"/>.</summary>
    public string? Code { get; init; }

    /// <summary>Every entitlement that was asked, in the order in which activate tries them.</summary>
    public required IReadOnlyList<ExplainedEntitlement> Entitlements { get; init; }
}

/// <summary>What one entitlement answers, and by which rules.</summary>
public sealed record ExplainedEntitlement
{
    /// <summary><c>ent_…</c>.</summary>
    public required string EntitlementId { get; init; }

    /// <summary>Whether it would grant.</summary>
    public required bool Granted { get; init; }

    /// <summary>Why not: one of <see cref="ErrorCodes"/>.</summary>
    public string? Code { get; init; }

    /// <summary>The refusal in one sentence.</summary>
    public string? Message { get; init; }

    /// <summary>The rules in the order in which they were asked.</summary>
    public required IReadOnlyList<TraceLine> Trace { get; init; }
}

namespace BigPicture.Protocol.Wire;

/// <summary>Body of <c>POST /v1/license/lease</c> and of <c>POST /v1/license/explain</c>.</summary>
public sealed record ActivateRequest
{
    /// <summary>The product.</summary>
    public required string ProductId { get; init; }

    /// <summary>May be left out when the API token is tied to one tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>This entitlement and no other; absent: the first that grants.</summary>
    public string? EntitlementId { get; init; }

    /// <summary>One of <see cref="SubjectTypes"/>.</summary>
    public required string SubjectType { get; init; }

    /// <summary>1–128 characters, no control characters, compared exactly.</summary>
    public required string SubjectId { get; init; }

    /// <summary>1–128 characters; needed per machine, and where the policy binds to the machine.</summary>
    public string? MachineId { get; init; }

    /// <summary>1–128 characters; one per running instance.</summary>
    public string? SessionId { get; init; }

    /// <summary>Takes the lease of the same key back from a process that is gone, and fences that one out; absent: false.</summary>
    public bool? Takeover { get; init; }

    /// <summary>Only these features, all of which must be entitled; absent: all without a pool of their own.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Seconds, 60–7,776,000; absent: the policy's; above the policy's longest it is cut.</summary>
    public int? Duration { get; init; }

    /// <summary>1–128 characters; joins the retries of one user action, for honest figures of refusals.</summary>
    public string? AttemptId { get; init; }

    /// <summary>Whether this is the last retry of the action; absent: false.</summary>
    public bool? Final { get; init; }
}

/// <summary>Body of <c>POST /v1/license/lease/renew</c>.</summary>
public sealed record RenewRequest
{
    /// <summary>Any token of the lease and of its current generation.</summary>
    public required string Token { get; init; }

    /// <summary>Feature use since the last report, at most 200 entries; only where the policy has <c>usage_signals</c>.</summary>
    public IReadOnlyList<FeatureUse>? Usage { get; init; }
}

/// <summary>Body of <c>POST /v1/license/usage</c>.</summary>
public sealed record UsageRequest
{
    /// <summary>Any token of the lease and of its current generation.</summary>
    public required string Token { get; init; }

    /// <summary>1–200 entries of features that the lease carries.</summary>
    public required IReadOnlyList<FeatureUse> Features { get; init; }
}

/// <summary>The use of a feature, counted by the client.</summary>
public sealed record FeatureUse
{
    /// <summary>The feature's name.</summary>
    public required string Feature { get; init; }

    /// <summary>How many times, 1–1,000,000,000.</summary>
    public required int Count { get; init; }

    /// <summary>When, by the client's clock: not before the lease, and at most 60 seconds ahead of the server's.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Body of <c>POST /v1/license/lease/release</c>.</summary>
public sealed record ReleaseRequest
{
    /// <summary>Any token of the lease and of its current generation.</summary>
    public required string Token { get; init; }
}

/// <summary>Body of <c>POST /v1/license/lease/validate</c>.</summary>
public sealed record ValidateRequest
{
    /// <summary>The token to judge.</summary>
    public required string Token { get; init; }

    /// <summary>The machine that presents it; needed for a token that is bound to one.</summary>
    public string? MachineId { get; init; }
}

/// <summary>Body of <c>POST /v1/leases/{id}/revoke</c>.</summary>
public sealed record RevokeLeaseRequest
{
    /// <summary>1–500 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>Seconds for which the subject may not activate again on the entitlement: 0, or 60–7,776,000; absent: 0.</summary>
    public int? BlockSeconds { get; init; }
}

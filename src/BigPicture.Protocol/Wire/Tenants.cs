namespace BigPicture.Protocol.Wire;

/// <summary>Body of <c>POST /v1/tenants</c>.</summary>
public sealed record CreateTenantRequest
{
    /// <summary>1–64 of <c>a-z 0-9 . _ -</c>, first a letter or digit; left out, the server makes <c>tenant_…</c>.</summary>
    public string? TenantId { get; init; }

    /// <summary>1–200 characters.</summary>
    public required string Name { get; init; }
}

/// <summary>Body of <c>PUT /v1/tenants/{id}</c>.</summary>
public sealed record UpdateTenantRequest
{
    /// <summary>1–200 characters.</summary>
    public required string Name { get; init; }
}

/// <summary>A customer of the vendor.</summary>
public sealed record TenantAnswer
{
    /// <summary>The operator's name for the tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Grows by one with each change; also sent as <c>ETag</c>.</summary>
    public required long Version { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Answer of <c>GET /v1/tenants</c>.</summary>
public sealed record TenantList
{
    /// <summary>One page.</summary>
    public required IReadOnlyList<TenantAnswer> Tenants { get; init; }

    /// <summary>Where the next page starts; absent on the last.</summary>
    public string? NextCursor { get; init; }
}

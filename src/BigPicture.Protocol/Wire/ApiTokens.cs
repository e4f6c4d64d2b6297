using System.Text.Json.Serialization;

namespace BigPicture.Protocol.Wire;

/// <summary>Body of <c>POST /v1/tokens</c>.</summary>
public sealed record CreateTokenRequest
{
    /// <summary>1–200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>At least one of <see cref="Scopes"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Ties the token to one tenant; absent: all.</summary>
    public string? TenantId { get; init; }

    /// <summary>Ties the token to these products; absent: all.</summary>
    public IReadOnlyList<string>? Products { get; init; }

    /// <summary>When the token stops working; absent: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>An API token, as its creation and every look-up show it.</summary>
public sealed record TokenAnswer
{
    /// <summary><c>token_…</c>.</summary>
    public required string TokenId { get; init; }

    /// <summary>The secret, <c>bp_</c> and 43 characters; shown once, in the answer of its creation.</summary>
    [JsonPropertyName("token")]
    public string? Secret { get; init; }

    /// <summary>The name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it allows.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The tenant that it is tied to.</summary>
    public string? TenantId { get; init; }

    /// <summary>The products that it is tied to.</summary>
    public IReadOnlyList<string>? Products { get; init; }

    /// <summary>When it stops working.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>Answer of <c>GET /v1/tokens</c>.</summary>
public sealed record TokenList
{
    /// <summary>One page.</summary>
    public required IReadOnlyList<TokenAnswer> Tokens { get; init; }

    /// <summary>Where the next page starts; absent on the last.</summary>
    public string? NextCursor { get; init; }
}

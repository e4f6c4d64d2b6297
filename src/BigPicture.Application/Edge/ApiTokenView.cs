using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Edge;

/// <summary>An API token without its secret.</summary>
public sealed record ApiTokenView
{
    public required ApiTokenId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The scopes' words, in the protocol's order.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Null: every tenant.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>In order; null: every product.</summary>
    public IReadOnlyList<ProductId>? Products { get; init; }

    public Instant? ExpiresAt { get; init; }

    public required Instant CreatedAt { get; init; }

    public Instant? RevokedAt { get; init; }

    /// <summary>To the minute; null: never.</summary>
    public Instant? LastUsedAt { get; init; }

    internal static ApiTokenView Of(ApiToken token) =>
        new()
        {
            Id = token.Id,
            Name = token.Name,
            Scopes = token.Scopes.Words(),
            Tenant = token.Tenant,
            Products = token.Products?.Order().ToArray(),
            ExpiresAt = token.ExpiresAt,
            CreatedAt = token.CreatedAt,
            RevokedAt = token.RevokedAt,
            LastUsedAt = token.LastUsedAt,
        };
}

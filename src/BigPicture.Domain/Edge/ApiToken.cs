using System.Collections.Frozen;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Edge;

/// <summary>Lets an application or an operator in: what it allows, for which tenant and products, and until when.</summary>
public sealed class ApiToken
{
    public const int NameMax = 200;

    /// <summary>More products than that are better said by a token of the tenant alone.</summary>
    public const int ProductsMax = 100;

    private ApiToken() { }

    public ApiTokenId Id { get; private set; }

    /// <summary>The tenant that it is tied to, or the vendor.</summary>
    public TenantId Owner { get; private set; }

    public string Name { get; private set; } = "";

    public ApiTokenHash Hash { get; private set; }

    public Scopes Scopes { get; private set; }

    /// <summary>The only products that it may name; null: all of them.</summary>
    public FrozenSet<ProductId>? Products { get; private set; }

    public Instant? ExpiresAt { get; private set; }

    public Instant CreatedAt { get; private set; }

    public Instant? RevokedAt { get; private set; }

    /// <summary>To the minute; null: never.</summary>
    public Instant? LastUsedAt { get; private set; }

    /// <summary>The only tenant that it may see; null: all of them.</summary>
    public TenantId? Tenant => Owner == TenantId.Vendor ? null : Owner;

    public static Outcome<ApiToken> Create(ApiTokenId id, ApiTokenDraft draft, ApiTokenHash hash, Instant now)
    {
        var problems = new FieldProblems();
        problems.Add("name", Text.Problem(draft.Name, NameMax));
        problems.Add("scopes", draft.Scopes == Scopes.None ? "must name at least one scope" : null);
        problems.Add("products", draft.Products is { Count: < 1 or > ProductsMax } ? $"must name 1–{ProductsMax} products" : null);
        problems.Add("expires_at", draft.ExpiresAt <= now ? $"must be later than now, which is {now}" : null);
        if (problems.Any)
            return problems.ToDenial();

        return new ApiToken
        {
            Id = id,
            Owner = draft.Tenant ?? TenantId.Vendor,
            Name = draft.Name,
            Hash = hash,
            Scopes = draft.Scopes,
            Products = draft.Products?.ToFrozenSet(),
            ExpiresAt = draft.ExpiresAt,
            CreatedAt = now,
        };
    }

    public bool IsGoodAt(Instant now) => RevokedAt is null && !(ExpiresAt <= now);

    /// <summary>Final; null when it was revoked before.</summary>
    public ApiTokenRevoked? Revoke(Instant now)
    {
        if (RevokedAt is not null)
            return null;

        RevokedAt = now;
        return new ApiTokenRevoked(this, now);
    }
}

/// <summary>What a new token shall allow.</summary>
public sealed record ApiTokenDraft(string Name, Scopes Scopes)
{
    public TenantId? Tenant { get; init; }

    public IReadOnlySet<ProductId>? Products { get; init; }

    public Instant? ExpiresAt { get; init; }
}

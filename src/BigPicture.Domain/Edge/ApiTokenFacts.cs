using System.Collections.Immutable;
using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Edge;

/// <summary>What happened to an API token; never its secret, nor the hash of it.</summary>
public abstract record ApiTokenFact : Fact
{
    private protected ApiTokenFact(ApiToken token, Instant at)
        : base(token.Owner, at)
    {
        (Id, DisplayName, Scopes, TiedTo, ExpiresAt) = (token.Id, token.Name, token.Scopes, token.Tenant, token.ExpiresAt);
        Products = token.Products is null ? [] : [.. token.Products.Select(product => product.Value).Order(StringComparer.Ordinal)];
    }

    public ApiTokenId Id { get; }

    public string DisplayName { get; }

    public Scopes Scopes { get; }

    public TenantId? TiedTo { get; }

    public ImmutableArray<string> Products { get; }

    public Instant? ExpiresAt { get; }

    public sealed override string Subject => Id.ToString();

    public sealed override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("token_id", Id.ToString());
        json.WriteString("name", DisplayName);
        WriteWords(json, "scopes", Scopes.Words());
        if (TiedTo is { } tenant)
            json.WriteString("tenant_id", tenant.Value);
        if (!Products.IsEmpty)
            WriteWords(json, "products", Products);
        if (ExpiresAt is { } end)
            json.WriteString("expires_at", end.ToString());
    }

    private static void WriteWords(Utf8JsonWriter json, string name, IEnumerable<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
            json.WriteStringValue(word);
        json.WriteEndArray();
    }
}

public sealed record ApiTokenCreated : ApiTokenFact
{
    public ApiTokenCreated(ApiToken token, Instant at)
        : base(token, at) { }

    public override string Name => "api_token.created";
}

public sealed record ApiTokenRevoked : ApiTokenFact
{
    public ApiTokenRevoked(ApiToken token, Instant at)
        : base(token, at) { }

    public override string Name => "api_token.revoked";
}

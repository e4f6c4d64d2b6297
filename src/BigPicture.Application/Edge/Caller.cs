using System.Net;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Edge;

/// <summary>Who is asking, for the length of one request: set by the edge, read by the pipeline.</summary>
public sealed class Caller
{
    /// <summary>The API token that came with the request; null on a public route or for the server's own loops.</summary>
    public ApiTokenId? Token { get; set; }

    /// <summary>What the token allows; the edge asks for a route's scope before it sends anything here.</summary>
    public Scopes Scopes { get; set; }

    /// <summary>The only tenant that the caller may see; null: all of them.</summary>
    public TenantId? Tenant { get; set; }

    /// <summary>The only products that the caller may name; null: all of them.</summary>
    public IReadOnlySet<ProductId>? Products { get; set; }

    /// <summary>Where the request came from; null for the server's own loops and commands.</summary>
    public IPAddress? Address { get; set; }

    public string? RequestId { get; set; }

    /// <summary>Who asks, as the audit trail has it.</summary>
    internal Actor Actor =>
        Token is null && RequestId is null
            ? Actor.Server
            : new Actor(Token, (Address is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : Address)?.ToString(), RequestId);

    public string? IdempotencyKey { get; set; }

    /// <summary>SHA-256 of method, path and body, so that a key is never answered for another request.</summary>
    public byte[] RequestHash { get; set; } = [];

    /// <summary>The version that a change depends on, from <c>If-Match</c>; null: any.</summary>
    public long? ExpectedVersion { get; set; }

    /// <summary>What it does not see does not exist for it: the answer is the same as for a name that nobody has.</summary>
    public bool Sees(TenantId tenant) => Tenant is null || Tenant == tenant;

    /// <inheritdoc cref="Sees(TenantId)"/>
    public bool Sees(ProductId product) => Products is null || Products.Contains(product);

    /// <summary>A token that reaches no further than the caller itself.</summary>
    internal bool Sees(ApiToken token) =>
        Sees(token.Owner) && (Products is null || (token.Products is { } products && Products.IsSupersetOf(products)));

    /// <summary>Takes on what a token allows.</summary>
    public void Become(ApiToken token)
    {
        Token = token.Id;
        Scopes = token.Scopes;
        Tenant = token.Tenant;
        Products = token.Products;
    }

    /// <summary>For what belongs to the whole vendor; null when the caller is tied to nothing.</summary>
    internal Denial? RefuseTied(string act) =>
        Tenant is null && Products is null
            ? null
            : new Denial(DenialCode.Forbidden, $"This API token is tied to a tenant or to products and cannot {act}. Use one that is not.");

    internal Denial? RefuseVersion(string what, long version) =>
        ExpectedVersion is { } expected && expected != version
            ? new Denial(
                DenialCode.VersionMismatch,
                $"{what} is at version {version}, not {expected}: it was changed meanwhile. Read it again and repeat the change."
            )
            : null;
}

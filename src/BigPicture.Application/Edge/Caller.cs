using BigPicture.Domain.Shared;

namespace BigPicture.Application.Edge;

/// <summary>Who is asking, for the length of one request: set by the edge, read by the pipeline.</summary>
public sealed class Caller
{
    /// <summary>The API token that came with the request; null on a public route or for the server's own loops.</summary>
    public ApiTokenId? Token { get; set; }

    /// <summary>The only tenant that the caller may see; null: all of them.</summary>
    public TenantId? Tenant { get; set; }

    /// <summary>The only products that the caller may name; null: all of them.</summary>
    public IReadOnlySet<ProductId>? Products { get; set; }

    public string? IdempotencyKey { get; set; }

    /// <summary>SHA-256 of method, path and body, so that a key is never answered for another request.</summary>
    public byte[] RequestHash { get; set; } = [];

    /// <summary>The version that a change depends on, from <c>If-Match</c>; null: any.</summary>
    public long? ExpectedVersion { get; set; }
}

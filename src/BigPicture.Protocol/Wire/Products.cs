namespace BigPicture.Protocol.Wire;

/// <summary>Body of <c>POST /v1/products</c>.</summary>
public sealed record CreateProductRequest
{
    /// <summary>1–64 of <c>a-z 0-9 . _ -</c>, first a letter or digit; left out, the server makes <c>prod_…</c>.</summary>
    public string? ProductId { get; init; }

    /// <summary>1–200 characters.</summary>
    public required string Name { get; init; }
}

/// <summary>Body of <c>PUT /v1/products/{id}</c>.</summary>
public sealed record UpdateProductRequest
{
    /// <summary>1–200 characters.</summary>
    public required string Name { get; init; }
}

/// <summary>A product of the vendor.</summary>
public sealed record ProductAnswer
{
    /// <summary>The operator's name for the product.</summary>
    public required string ProductId { get; init; }

    /// <summary>The name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Grows by one with each change; also sent as <c>ETag</c>.</summary>
    public required long Version { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Answer of <c>GET /v1/products</c>.</summary>
public sealed record ProductList
{
    /// <summary>One page.</summary>
    public required IReadOnlyList<ProductAnswer> Products { get; init; }

    /// <summary>Where the next page starts; absent on the last.</summary>
    public string? NextCursor { get; init; }
}

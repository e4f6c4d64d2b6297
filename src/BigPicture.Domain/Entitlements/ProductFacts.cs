using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Entitlements;

/// <summary>What happened to a product, with how it stood right after.</summary>
public abstract record ProductFact : Fact
{
    private protected ProductFact(Product product, Instant at)
        : base(TenantId.Vendor, at) => (Id, DisplayName, Version) = (product.Id, product.Name, product.Version);

    public ProductId Id { get; }

    public string DisplayName { get; }

    public long Version { get; }

    public sealed override string Subject => Id.Value;

    public sealed override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("product_id", Id.Value);
        json.WriteString("name", DisplayName);
        json.WriteNumber("version", Version);
    }
}

public sealed record ProductCreated : ProductFact
{
    public ProductCreated(Product product, Instant at)
        : base(product, at) { }

    public override string Name => "product.created";
}

public sealed record ProductUpdated : ProductFact
{
    public ProductUpdated(Product product, Instant at)
        : base(product, at) { }

    public override string Name => "product.updated";
}

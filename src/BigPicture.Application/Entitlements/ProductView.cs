using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Entitlements;

public sealed record ProductView(ProductId Id, string Name, long Version, Instant CreatedAt, Instant UpdatedAt)
{
    internal static ProductView Of(Product product) => new(product.Id, product.Name, product.Version, product.CreatedAt, product.UpdatedAt);
}

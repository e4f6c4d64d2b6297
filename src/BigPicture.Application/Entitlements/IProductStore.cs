using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Entitlements;

/// <summary>Products are the vendor's: their rows carry its tenant id, and so does every query here.</summary>
public interface IProductStore
{
    /// <summary>Null when there is none. Changes made to it are stored with the transaction in hand.</summary>
    Task<Product?> Find(ProductId id, CancellationToken cancel);

    Task<bool> Exists(ProductId id, CancellationToken cancel);

    /// <summary>Those of <paramref name="ids"/> that exist; each once.</summary>
    Task<IReadOnlyList<ProductId>> Known(IReadOnlyCollection<ProductId> ids, CancellationToken cancel);

    /// <summary>Stored with the transaction in hand. The caller has looked in it whether the id is free.</summary>
    void Add(Product product);

    /// <summary>By id, those after <paramref name="after"/>, at most <paramref name="count"/>.</summary>
    /// <param name="only">Those that may be listed; null: all.</param>
    Task<IReadOnlyList<Product>> List(IReadOnlySet<ProductId>? only, ProductId? after, int count, CancellationToken cancel);
}

using BigPicture.Application.Entitlements;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Entitlements;

internal sealed class ProductStore(LicensingDb db) : IProductStore
{
    private IQueryable<Product> Products =>
        db.Set<Product>().Where(p => EF.Property<TenantId>(p, ProductMapping.Tenant) == TenantId.Vendor);

    public Task<Product?> Find(ProductId id, CancellationToken cancel) => Products.SingleOrDefaultAsync(p => p.Id == id, cancel);

    public Task<bool> Exists(ProductId id, CancellationToken cancel) => Products.AnyAsync(p => p.Id == id, cancel);

    public async Task<IReadOnlyList<ProductId>> Known(IReadOnlyCollection<ProductId> ids, CancellationToken cancel) =>
        await Products.Where(p => ids.Contains(p.Id)).Select(p => p.Id).ToListAsync(cancel);

    public void Add(Product product) => db.Add(product);

    public async Task<IReadOnlyList<Product>> List(IReadOnlySet<ProductId>? only, ProductId? after, int count, CancellationToken cancel)
    {
        var products = Products.AsNoTracking();
        if (only is not null)
            products = products.Where(p => only.Contains(p.Id));
        if (after is { } last)
            products = products.Where(p => p.Id.CompareTo(last) > 0);
        return await products.OrderBy(p => p.Id).Take(count).ToListAsync(cancel);
    }
}

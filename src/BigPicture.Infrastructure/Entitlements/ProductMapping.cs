using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace BigPicture.Infrastructure.Entitlements;

/// <summary>Products are the vendor's; the tenant in their key is always that, so that the table is keyed as every other one.</summary>
internal sealed class ProductMapping : IEntityTypeConfiguration<Product>
{
    public const string Tenant = "Tenant";

    public void Configure(EntityTypeBuilder<Product> product)
    {
        product.ToTable("ent_product");
        product.Property<TenantId>(Tenant).HasColumnName("tenant_id").HasValueGeneratorFactory<VendorGeneratorFactory>();
        product.HasKey(Tenant, nameof(Product.Id));
        product.Property(p => p.Id).HasColumnName("product_id");
        product.Property(p => p.Version).IsConcurrencyToken();
    }

    internal sealed class VendorGeneratorFactory : ValueGeneratorFactory
    {
        public override ValueGenerator Create(IProperty property, ITypeBase typeBase) => new VendorGenerator();
    }

    private sealed class VendorGenerator : ValueGenerator<TenantId>
    {
        public override bool GeneratesTemporaryValues => false;

        public override TenantId Next(Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry entry) => TenantId.Vendor;
    }
}

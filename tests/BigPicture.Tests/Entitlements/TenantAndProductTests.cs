using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class TenantAndProductTests
{
    private static readonly Instant Now = Sample.Now;

    [Fact]
    public void A_tenant_and_a_product_begin_at_version_one()
    {
        var tenant = Tenant.Create(new TenantId("acme"), "Acme Ltd", Now).Value;
        var product = Product.Create(new ProductId("cad-pro"), "CAD Pro", Now).Value;

        Assert.Equal(
            ("acme", "Acme Ltd", 1L, Now, Now),
            (tenant.Id.Value, tenant.Name, tenant.Version, tenant.CreatedAt, tenant.UpdatedAt)
        );
        Assert.Equal(("cad-pro", "CAD Pro", 1L, Now), (product.Id.Value, product.Name, product.Version, product.CreatedAt));
    }

    [Fact]
    public void A_new_name_is_a_new_version_and_the_same_name_is_none()
    {
        var tenant = Tenant.Create(new TenantId("acme"), "Acme Ltd", Now).Value;
        var product = Product.Create(new ProductId("cad-pro"), "CAD Pro", Now).Value;

        Assert.Empty(tenant.Rename("Acme Ltd", Now + 5).Value);
        Assert.Empty(product.Rename("CAD Pro", Now + 5).Value);
        Assert.IsType<TenantUpdated>(Assert.Single(tenant.Rename("Acme Inc", Now + 5).Value));
        Assert.IsType<ProductUpdated>(Assert.Single(product.Rename("CAD", Now + 5).Value));
        Assert.Equal(("Acme Inc", 2L, Now + 5, Now), (tenant.Name, tenant.Version, tenant.UpdatedAt, tenant.CreatedAt));
        Assert.Equal(("CAD", 2L, Now + 5, Now), (product.Name, product.Version, product.UpdatedAt, product.CreatedAt));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_name_has_1_to_200_characters(int length, bool fits)
    {
        var name = new string('n', length);

        Assert.Equal(fits, Tenant.Create(new TenantId("acme"), name, Now).Denial is null);
        Assert.Equal(fits, Product.Create(new ProductId("acme"), name, Now).Denial is null);
        Assert.Equal(fits, Tenant.Create(new TenantId("acme"), "-", Now).Value.Rename(name, Now).Denial is null);
        Assert.Equal(fits, Product.Create(new ProductId("acme"), "-", Now).Value.Rename(name, Now).Denial is null);
    }

    [Fact]
    public void A_bad_id_and_a_bad_name_are_told_together()
    {
        Assert.Equal(["tenant_id", "name"], Tenant.Create(TenantId.Vendor, "", Now).Denial?.Errors.Select(error => error.Field));
        Assert.Equal(["product_id", "name"], Product.Create(new ProductId("CAD"), "", Now).Denial?.Errors.Select(error => error.Field));
    }
}

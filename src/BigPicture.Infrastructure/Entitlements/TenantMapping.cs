using BigPicture.Domain.Entitlements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Entitlements;

internal sealed class TenantMapping : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> tenant)
    {
        tenant.ToTable("ent_tenant");
        tenant.HasKey(t => t.Id);
        tenant.Property(t => t.Id).HasColumnName("tenant_id");
        tenant.Property(t => t.Version).IsConcurrencyToken();
    }
}

using BigPicture.Domain.Leasing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Leasing;

internal sealed class BlockMapping : IEntityTypeConfiguration<Block>
{
    public void Configure(EntityTypeBuilder<Block> block)
    {
        block.ToTable("lease_block");
        block.HasKey(b => new
        {
            b.Tenant,
            b.Entitlement,
            b.SubjectKind,
            b.SubjectId,
        });
        block.Property(b => b.Tenant).HasColumnName("tenant_id");
        block.Property(b => b.Entitlement).HasColumnName("entitlement_id");
        block.Property(b => b.Until).HasColumnName("until_at");
        block.Ignore(b => b.Subject);
        block.HasIndex(b => new { b.Tenant, b.Until });
    }
}

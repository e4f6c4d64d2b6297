using BigPicture.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Leasing.Revoking;

internal sealed class RevokedMapping : IEntityTypeConfiguration<Revoked>
{
    public void Configure(EntityTypeBuilder<Revoked> revoked)
    {
        revoked.ToTable("lease_revoked");
        revoked.HasKey(r => new
        {
            r.Tenant,
            r.Kind,
            r.Id,
        });
        revoked.Property(r => r.Tenant).HasColumnName("tenant_id");
        revoked.Property(r => r.Id).HasColumnName("entry_id");
        revoked.Property(r => r.At).HasColumnName("revoked_at");
        revoked.Property(r => r.Until).HasColumnName("until_at");
        revoked.HasIndex(r => r.Until).HasDatabaseName("ix_lease_revoked_until");
    }
}

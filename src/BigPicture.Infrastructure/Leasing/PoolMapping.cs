using BigPicture.Domain.Leasing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Leasing;

internal sealed class PoolMapping : IEntityTypeConfiguration<Pool>
{
    public void Configure(EntityTypeBuilder<Pool> pool)
    {
        pool.ToTable(
            "lease_pool",
            table =>
            {
                table.HasCheckConstraint("ck_lease_pool_taken", "taken >= 0 AND taken <= ceiling");
                table.HasCheckConstraint("ck_lease_pool_ceiling", "ceiling = CASE WHEN taken > seat_limit THEN taken ELSE seat_limit END");
            }
        );
        pool.HasKey(p => new
        {
            p.Tenant,
            p.Entitlement,
            p.Name,
        });
        pool.Property(p => p.Tenant).HasColumnName("tenant_id");
        pool.Property(p => p.Entitlement).HasColumnName("entitlement_id");
        pool.Property(p => p.Limit).HasColumnName("seat_limit");
        // Which ones nobody needs any more.
        pool.HasIndex(p => new { p.Tenant, p.Entitlement }).HasFilter("taken = 0").HasDatabaseName("ix_lease_pool_empty");
        pool.HasOne<Book>().WithMany().HasForeignKey(p => new { p.Tenant, p.Entitlement });
    }
}

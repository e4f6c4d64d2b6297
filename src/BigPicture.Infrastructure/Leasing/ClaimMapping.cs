using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Leasing;

internal sealed class ClaimMapping : IEntityTypeConfiguration<ClaimRow>
{
    public void Configure(EntityTypeBuilder<ClaimRow> claim)
    {
        claim.ToTable("lease_claim");
        claim.HasKey(c => new
        {
            c.Tenant,
            c.Lease,
            c.Pool,
            c.Holder,
        });
        claim.Property(c => c.Tenant).HasColumnName("tenant_id");
        claim.Property(c => c.Lease).HasColumnName("lease_id");
        claim.Property(c => c.Entitlement).HasColumnName("entitlement_id");
        claim.HasOne<Lease>().WithMany().HasForeignKey(c => new { c.Tenant, c.Lease });
        claim
            .HasOne<Seat>()
            .WithMany()
            .HasForeignKey(c => new
            {
                c.Tenant,
                c.Entitlement,
                c.Pool,
                c.Holder,
            });
    }
}

/// <summary>Which lease stands on which seat, as stored.</summary>
internal sealed record ClaimRow(TenantId Tenant, LeaseId Lease, EntitlementId Entitlement, string Pool, string Holder);

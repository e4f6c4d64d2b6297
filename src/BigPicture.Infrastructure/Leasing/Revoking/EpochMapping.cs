using BigPicture.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Leasing.Revoking;

internal sealed class EpochMapping : IEntityTypeConfiguration<EpochRow>
{
    public void Configure(EntityTypeBuilder<EpochRow> epoch)
    {
        epoch.ToTable("lease_epoch");
        epoch.HasKey(e => e.Tenant);
        epoch.Property(e => e.Tenant).HasColumnName("tenant_id");
    }
}

/// <summary>
/// Counts the acts that revoked something of a tenant. The vendor's row counts for all tenants: what is told of one is the sum of the two, so
/// that it grows whichever does, and no act has to write every tenant's row.
/// </summary>
internal sealed record EpochRow(TenantId Tenant, long Epoch, Instant RaisedAt);

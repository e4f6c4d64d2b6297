using BigPicture.Domain.Leasing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Leasing;

internal sealed class SeatMapping : IEntityTypeConfiguration<Seat>
{
    public void Configure(EntityTypeBuilder<Seat> seat)
    {
        seat.ToTable("lease_seat", table => table.HasCheckConstraint("ck_lease_seat_leases", "leases >= 0"));
        seat.HasKey(s => new
        {
            s.Tenant,
            s.Entitlement,
            s.Pool,
            s.Holder,
        });
        seat.Property(s => s.Tenant).HasColumnName("tenant_id");
        seat.Property(s => s.Entitlement).HasColumnName("entitlement_id");
        seat.Ignore(s => s.IsTaken);
        seat.HasOne<Pool>()
            .WithMany()
            .HasForeignKey(s => new
            {
                s.Tenant,
                s.Entitlement,
                s.Pool,
            });

        // Which seats of a pool free first; and which held ones wait for nothing but the time.
        seat.HasIndex(s => new
        {
            s.Tenant,
            s.Entitlement,
            s.Pool,
            s.FreeAt,
        });
        seat.HasIndex(s => s.FreeAt).HasFilter("leases = 0").HasDatabaseName("ix_lease_seat_held");
    }
}

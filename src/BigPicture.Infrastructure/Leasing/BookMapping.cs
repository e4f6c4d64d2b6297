using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Leasing;

internal sealed class BookMapping : IEntityTypeConfiguration<Book>
{
    public void Configure(EntityTypeBuilder<Book> book)
    {
        book.ToTable("lease_book");
        book.HasKey(b => new { b.Tenant, b.Entitlement });
        book.Property(b => b.Tenant).HasColumnName("tenant_id");
        book.Property(b => b.Entitlement).HasColumnName("entitlement_id");
    }
}

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
        pool.HasOne<Book>().WithMany().HasForeignKey(p => new { p.Tenant, p.Entitlement });
    }
}

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
    }
}

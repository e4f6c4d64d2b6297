using BigPicture.Domain.Leasing;
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
        book.HasIndex(b => new { b.Tenant, b.Entitlement }).HasFilter("sweep_pending").HasDatabaseName("ix_lease_book_sweep");
    }
}

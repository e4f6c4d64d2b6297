using BigPicture.Domain.Leasing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Leasing;

internal sealed class ServerKeyMapping : IEntityTypeConfiguration<ServerKey>
{
    public void Configure(EntityTypeBuilder<ServerKey> key)
    {
        key.ToTable("lease_server_key");
        key.HasKey(k => new { k.Tenant, k.KeyId });
        key.Property(k => k.Tenant).HasColumnName("tenant_id");
        key.Property(k => k.Use).HasColumnName("key_use");
        key.Ignore(k => k.IsWithdrawn);
    }
}

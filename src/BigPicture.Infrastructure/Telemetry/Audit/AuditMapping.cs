using BigPicture.Application.Telemetry.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Telemetry.Audit;

internal sealed class AuditMapping : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> row)
    {
        row.ToTable("tel_audit");
        row.HasKey(r => new { r.Tenant, r.Number });
        row.Property(r => r.Tenant).HasColumnName("tenant_id");
        row.Property(r => r.Number).ValueGeneratedNever();
        // Newest first over all tenants.
        row.HasIndex(r => new
        {
            r.At,
            r.Tenant,
            r.Number,
        });
    }
}

internal sealed class AuditPersonMapping : IEntityTypeConfiguration<AuditPerson>
{
    public void Configure(EntityTypeBuilder<AuditPerson> person)
    {
        person.ToTable("tel_audit_person");
        person.HasKey(p => new { p.Tenant, p.Number });
        person.Property(p => p.Tenant).HasColumnName("tenant_id");
        person.Property(p => p.Number).ValueGeneratedNever();
    }
}

internal sealed class AuditHeadMapping : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> head)
    {
        head.ToTable("tel_audit_head");
        head.HasKey(h => h.Tenant);
        head.Property(h => h.Tenant).HasColumnName("tenant_id");
    }
}

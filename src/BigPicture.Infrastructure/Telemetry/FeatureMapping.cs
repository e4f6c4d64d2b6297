using BigPicture.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Telemetry;

/// <summary>How often a feature of an entitlement was used on a day.</summary>
internal sealed class FeatureDayRow
{
    public TenantId Tenant { get; init; }

    public EntitlementId Entitlement { get; init; }

    public Instant Day { get; init; }

    public string Feature { get; init; } = "";

    public long Count { get; init; }
}

/// <summary>A report that was counted, so that it is not counted again.</summary>
internal sealed class FeatureReportRow
{
    public TenantId Tenant { get; init; }

    public LeaseId Lease { get; init; }

    public byte[] Digest { get; init; } = [];

    public Instant At { get; init; }
}

internal sealed class FeatureDayMapping : IEntityTypeConfiguration<FeatureDayRow>
{
    public void Configure(EntityTypeBuilder<FeatureDayRow> day)
    {
        day.ToTable("tel_feature_day");
        day.HasKey(d => new
        {
            d.Tenant,
            d.Entitlement,
            d.Day,
            d.Feature,
        });
        day.Property(d => d.Tenant).HasColumnName("tenant_id");
        day.Property(d => d.Entitlement).HasColumnName("entitlement_id");
        day.HasIndex(d => d.Day);
    }
}

internal sealed class FeatureReportMapping : IEntityTypeConfiguration<FeatureReportRow>
{
    public void Configure(EntityTypeBuilder<FeatureReportRow> report)
    {
        report.ToTable("tel_feature_report");
        report.HasKey(r => new
        {
            r.Tenant,
            r.Lease,
            r.Digest,
        });
        report.Property(r => r.Tenant).HasColumnName("tenant_id");
        report.Property(r => r.Lease).HasColumnName("lease_id");
        report.HasIndex(r => r.At);
    }
}

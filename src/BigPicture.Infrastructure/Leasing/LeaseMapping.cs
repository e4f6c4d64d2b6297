using System.Collections.Immutable;
using System.Text.Json;
using BigPicture.Domain.Leasing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BigPicture.Infrastructure.Leasing;

internal sealed class LeaseMapping : IEntityTypeConfiguration<Lease>
{
    public void Configure(EntityTypeBuilder<Lease> lease)
    {
        lease.ToTable("lease_lease");
        lease.HasKey(l => new { l.Tenant, l.Id });
        lease.Property(l => l.Tenant).HasColumnName("tenant_id");
        lease.Property(l => l.Id).HasColumnName("lease_id");
        lease.Property(l => l.Key).HasColumnName("lease_key");
        lease.Property(l => l.Entitlement).HasColumnName("entitlement_id");
        lease.Property(l => l.Product).HasColumnName("product_id");
        lease.Property(l => l.Features).HasConversion<FeaturesConverter, FeaturesComparer>();
        lease.Ignore(l => l.Subject);
        lease.HasOne<Book>().WithMany().HasForeignKey(l => new { l.Tenant, l.Entitlement });

        // Only of live leases, so that those of a year make none of them larger: one a key; a subject's; an entitlement's in order of age;
        // what is due next.
        lease.HasIndex(l => new { l.Tenant, l.Key }).IsUnique().HasFilter("state = 0").HasDatabaseName("ix_lease_lease_live_key");
        lease
            .HasIndex(l => new
            {
                l.Tenant,
                l.SubjectId,
                l.Entitlement,
            })
            .HasFilter("state = 0")
            .HasDatabaseName("ix_lease_lease_live_subject");
        lease
            .HasIndex(l => new
            {
                l.Tenant,
                l.Entitlement,
                l.Id,
            })
            .HasFilter("state = 0")
            .HasDatabaseName("ix_lease_lease_live_book");
        lease.HasIndex(l => l.EndsAt).HasFilter("state = 0").HasDatabaseName("ix_lease_lease_live_end");
    }

    internal sealed class FeaturesConverter()
        : ValueConverter<ImmutableArray<string>, string>(features => FeatureList.ToJson(features), text => FeatureList.FromJson(text));

    internal sealed class FeaturesComparer() : ValueComparer<ImmutableArray<string>>((a, b) => a.SequenceEqual(b), a => a.Length);
}

/// <summary>Features as a JSON array of text, the form in which they are stored.</summary>
internal static class FeatureList
{
    public static string ToJson(ImmutableArray<string> features) =>
        features.IsDefaultOrEmpty ? "[]" : JsonSerializer.Serialize(features.AsSpan().ToArray());

    public static ImmutableArray<string> FromJson(string text) => text == "[]" ? [] : [.. JsonSerializer.Deserialize<string[]>(text) ?? []];
}

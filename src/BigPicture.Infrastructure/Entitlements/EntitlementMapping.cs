using BigPicture.Domain.Entitlements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BigPicture.Infrastructure.Entitlements;

internal sealed class EntitlementMapping : IEntityTypeConfiguration<Entitlement>
{
    public void Configure(EntityTypeBuilder<Entitlement> entitlement)
    {
        entitlement.ToTable("ent_entitlement");
        entitlement.HasKey(e => new { e.Tenant, e.Id });
        entitlement.Property(e => e.Tenant).HasColumnName("tenant_id");
        entitlement.Property(e => e.Id).HasColumnName("entitlement_id");
        entitlement.Property(e => e.Product).HasColumnName("product_id");
        entitlement.Property(e => e.Policy).HasColumnName("policy_json").HasConversion<PolicyConverter>();
        entitlement.Property(e => e.Version).IsConcurrencyToken();
        entitlement.Ignore(e => e.Validity);

        // A tenant's for a product, on which leases are decided; by id or product alone for administrators of the vendor.
        entitlement.HasIndex(e => new
        {
            e.Tenant,
            e.Product,
            e.Id,
        });
        entitlement.HasIndex(e => e.Id);
        entitlement.HasIndex(e => new { e.Product, e.Id });

        // What the loops look for: it leaves the index once it is done, so that a million old ones cost nothing.
        entitlement
            .HasIndex(e => e.EndsAt, "renewing")
            .HasFilter("auto_renew AND revoked_at IS NULL")
            .HasDatabaseName("ix_ent_entitlement_renewing");
        entitlement
            .HasIndex(e => e.EndsAt, "untold")
            .HasFilter("NOT expiry_told AND NOT auto_renew AND revoked_at IS NULL AND suspended_at IS NULL")
            .HasDatabaseName("ix_ent_entitlement_untold");
    }

    internal sealed class PolicyConverter() : ValueConverter<Policy, string>(policy => policy.Json, text => Policy.Restore(text));
}

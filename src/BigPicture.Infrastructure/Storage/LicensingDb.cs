using BigPicture.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BigPicture.Infrastructure.Storage;

/// <summary>
/// Every table of the server, mapped by one class an aggregate in its module's folder. Serves all reads and all writes but the
/// ledger's, which go set-based over the same tables. A provider's context says only how ids are kept.
/// </summary>
public abstract class LicensingDb(DbContextOptions options) : DbContext(options)
{
    internal const string HistoryTable = "schema_migrations";

    /// <summary>What a read of an audit chain's head ends with, to hold it; nothing where there is one writer.</summary>
    internal virtual string AuditHeadLock => "";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(LicensingDb).Assembly);

        // A constraint is there to refuse what the code must not do, never to delete more than it was told to.
        foreach (var key in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetForeignKeys()))
            key.DeleteBehavior = DeleteBehavior.Restrict;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Instant>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<TenantId>().HaveConversion<TenantIdConverter>();
        configurationBuilder.Properties<ProductId>().HaveConversion<ProductIdConverter>();
    }

    internal sealed class InstantConverter() : ValueConverter<Instant, long>(at => at.UnixSeconds, seconds => new Instant(seconds));

    // No id is empty. A compiled model asks what stands for "not set" and takes the way back from it.
    internal sealed class TenantIdConverter()
        : ValueConverter<TenantId, string>(id => id.Value ?? "", text => text == "" ? default : new TenantId(text));

    internal sealed class ProductIdConverter()
        : ValueConverter<ProductId, string>(id => id.Value ?? "", text => text == "" ? default : new ProductId(text));
}

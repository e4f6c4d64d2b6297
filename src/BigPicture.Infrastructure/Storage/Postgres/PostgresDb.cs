using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Telemetry;
using BigPicture.Infrastructure.Telemetry.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>The tables on PostgreSQL, where ids are <c>uuid</c> and text is compared byte by byte, as the code does.</summary>
/// <param name="reach">Which tenants the scope's statements see; null: for migrations, which see every row.</param>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options, TenantReach? reach = null) : LicensingDb(options)
{
    internal const string Sequence = "Sequence";

    internal override string AuditHeadLock => DbChainRows.ForUpdate;

    internal TenantReach? Reach => reach;

    /// <summary>Works as the role that sees only the tenants that a transaction names.</summary>
    internal bool IsWalled { get; } = reach is { IsTied: true };

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // The ledger's clock is the database's own.
        modelBuilder.Ignore<ClockRow>();
        modelBuilder.HasSequence<long>(EventNumbers.Positions);
        // True of every row, and told only by those who ask for what is due: else this index would seem as good as the key for finding one
        // seat, and would read the whole pool.
        modelBuilder
            .Entity<Seat>()
            .HasIndex(s => new
            {
                s.Tenant,
                s.Entitlement,
                s.Pool,
                s.FreeAt,
            })
            .HasFilter("free_at IS NOT NULL");
        modelBuilder.Entity<EventRow>(row =>
        {
            row.HasKey(e => new { e.Tenant, e.Id });
            row.Property<long>(Sequence).UseIdentityAlwaysColumn();
            row.Property<long>(EventMapping.Position).HasDefaultValue(EventNumbers.Unnumbered);
            // Written with its number, not with the event: the act that waits for its commit writes two indexes less.
            row.HasIndex(EventMapping.Position).HasFilter(EventNumbers.IsNumbered);
            row.HasIndex(nameof(EventRow.Tenant), EventMapping.Position).HasFilter(EventNumbers.IsNumbered);
            row.HasIndex(Sequence).HasFilter("position = 0").HasDatabaseName("ix_tel_event_unnumbered");
        });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation("C");
        configurationBuilder.Properties<TenantId>().UseCollation("C");
        configurationBuilder.Properties<ProductId>().UseCollation("C");
        configurationBuilder.Properties<EntitlementId>().HaveConversion<EntitlementIdConverter>();
        configurationBuilder.Properties<LeaseId>().HaveConversion<LeaseIdConverter>();
        configurationBuilder.Properties<LeaseKey>().HaveConversion<LeaseKeyConverter>();
        configurationBuilder.Properties<EventId>().HaveConversion<EventIdConverter>();
        configurationBuilder.Properties<ApiTokenId>().HaveConversion<ApiTokenIdConverter>();
        configurationBuilder.Properties<WebhookId>().HaveConversion<WebhookIdConverter>();
    }

    internal sealed class EntitlementIdConverter() : ValueConverter<EntitlementId, Guid>(id => id.Value, value => new(value));

    internal sealed class LeaseIdConverter() : ValueConverter<LeaseId, Guid>(id => id.Value, value => new(value));

    internal sealed class LeaseKeyConverter() : ValueConverter<LeaseKey, Guid>(id => id.Value, value => new(value));

    internal sealed class EventIdConverter() : ValueConverter<EventId, Guid>(id => id.Value, value => new(value));

    internal sealed class ApiTokenIdConverter() : ValueConverter<ApiTokenId, Guid>(id => id.Value, value => new(value));

    internal sealed class WebhookIdConverter() : ValueConverter<WebhookId, Guid>(id => id.Value, value => new(value));

    /// <summary>For the migration tool only, which connects to nothing.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<PostgresDb>
    {
        public PostgresDb CreateDbContext(string[] args) => new(PostgresContexts.ForTools());
    }
}

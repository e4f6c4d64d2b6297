using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>The tables on SQLite, where ids are 16 bytes, most significant first, so that they sort by time as UUIDv7 do.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : LicensingDb(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // One writer: the order of its rows is the order of its commits.
        modelBuilder.Entity<EventRow>().HasKey(EventMapping.Position);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<EntitlementId>().HaveConversion<EntitlementIdConverter>();
        configurationBuilder.Properties<LeaseId>().HaveConversion<LeaseIdConverter>();
        configurationBuilder.Properties<LeaseKey>().HaveConversion<LeaseKeyConverter>();
        configurationBuilder.Properties<EventId>().HaveConversion<EventIdConverter>();
        configurationBuilder.Properties<ApiTokenId>().HaveConversion<ApiTokenIdConverter>();
        configurationBuilder.Properties<WebhookId>().HaveConversion<WebhookIdConverter>();
    }

    internal sealed class EntitlementIdConverter()
        : ValueConverter<EntitlementId, byte[]>(id => IdBytes.Of(id.Value), bytes => new(IdBytes.ToGuid(bytes)));

    internal sealed class LeaseIdConverter()
        : ValueConverter<LeaseId, byte[]>(id => IdBytes.Of(id.Value), bytes => new(IdBytes.ToGuid(bytes)));

    internal sealed class LeaseKeyConverter()
        : ValueConverter<LeaseKey, byte[]>(id => IdBytes.Of(id.Value), bytes => new(IdBytes.ToGuid(bytes)));

    internal sealed class EventIdConverter()
        : ValueConverter<EventId, byte[]>(id => IdBytes.Of(id.Value), bytes => new(IdBytes.ToGuid(bytes)));

    internal sealed class ApiTokenIdConverter()
        : ValueConverter<ApiTokenId, byte[]>(id => IdBytes.Of(id.Value), bytes => new(IdBytes.ToGuid(bytes)));

    internal sealed class WebhookIdConverter()
        : ValueConverter<WebhookId, byte[]>(id => IdBytes.Of(id.Value), bytes => new(IdBytes.ToGuid(bytes)));

    /// <summary>For the migration tool only.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<SqliteDb>
    {
        public SqliteDb CreateDbContext(string[] args) =>
            new(SqliteStorage.Options(new DbContextOptionsBuilder<SqliteDb>(), "Data Source=:memory:").Options);
    }
}

using BigPicture.Application.Contracts;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Telemetry;

internal sealed class EventMapping : IEntityTypeConfiguration<EventRow>
{
    public const string Position = "Position";

    public void Configure(EntityTypeBuilder<EventRow> row)
    {
        row.ToTable("tel_event");
        row.Property<long>(Position).ValueGeneratedOnAdd();
        row.Property(e => e.Id).HasColumnName("event_id");
        row.Property(e => e.Tenant).HasColumnName("tenant_id");
        row.Property(e => e.At).HasColumnName("at");
        row.HasIndex(nameof(EventRow.Tenant), Position);
    }

    /// <summary>
    /// Those that have their place in the feed. On SQLite all have, and it must not be asked: of two bounds of a key it takes the first, and would
    /// read from the beginning.
    /// </summary>
    public static IQueryable<EventRow> Numbered(LicensingDb db) =>
        db.Database.IsSqlite() ? db.Set<EventRow>() : db.Set<EventRow>().Where(e => EF.Property<long>(e, Position) > 0);
}

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

    /// <summary>Those that have their place in the feed.</summary>
    public static IQueryable<EventRow> Numbered(LicensingDb db) => db.Set<EventRow>().Where(e => EF.Property<long>(e, Position) > 0);
}

using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Leasing;

internal sealed class ClockMapping : IEntityTypeConfiguration<ClockRow>
{
    public void Configure(EntityTypeBuilder<ClockRow> clock)
    {
        clock.ToTable("lease_clock");
        clock.HasKey(c => c.Id);
        clock.Property(c => c.Id).ValueGeneratedNever();
    }
}

/// <summary>The one row that keeps the highest time ever used, so that a restart cannot go back behind it.</summary>
/// <param name="AheadAt">What the system clock said last while it was ahead of the mark; zero while it is not.</param>
internal sealed record ClockRow(int Id, Instant Mark, Instant AheadAt)
{
    public static readonly ClockRow None = new(1, default, default);

    public static async Task<ClockRow> Stored(LicensingDb db, CancellationToken cancel) =>
        await db.Set<ClockRow>().AsNoTracking().SingleOrDefaultAsync(cancel) ?? None;
}

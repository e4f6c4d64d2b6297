using BigPicture.Domain.Shared;
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
internal sealed record ClockRow(int Id, Instant Mark);

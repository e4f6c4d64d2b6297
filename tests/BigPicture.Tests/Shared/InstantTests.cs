using BigPicture.Domain.Shared;
using Xunit;

namespace BigPicture.Tests.Shared;

public sealed class InstantTests
{
    [Fact]
    public void Fractions_of_a_second_are_dropped()
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_999);

        Assert.Equal(new Instant(1_700_000_000), Instant.From(time));
        Assert.Equal(Instant.From(time), Instant.From(time.ToOffset(TimeSpan.FromHours(5))));
    }

    [Fact]
    public void It_is_written_in_whole_seconds_of_utc()
    {
        Assert.Equal("2023-11-14T22:13:20Z", new Instant(1_700_000_000).ToString());
        Assert.Equal("1970-01-01T00:00:00Z", default(Instant).ToString());
        Assert.Equal("9999-12-31T23:59:59Z", Instant.MaxValue.ToString());
    }

    [Fact]
    public void It_counts_and_compares_in_seconds()
    {
        var early = new Instant(100);
        var late = early + 50;

        Assert.Equal(50, late - early);
        Assert.Equal(early, late - 50L);
        Assert.True(early < late && late > early && early <= late && late >= early);
        Assert.Equal(early, Instant.Min(early, late));
        Assert.Equal(early, Instant.Min(late, early));
        Assert.Equal(late, Instant.Max(early, late));
        Assert.Equal(late, Instant.Max(late, early));
        Assert.True(early.CompareTo(late) < 0);
    }
}

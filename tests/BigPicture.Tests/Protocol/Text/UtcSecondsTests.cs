using System.Globalization;
using BigPicture.Protocol.Text;
using Xunit;

namespace BigPicture.Tests.Protocol.Text;

public sealed class UtcSecondsTests
{
    [Theory]
    [InlineData("2026-01-15T10:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("2024-02-29T12:30:59Z")]
    public void The_one_spelling_comes_back(string text)
    {
        Assert.True(UtcSeconds.TryParse(text, out var time));
        Assert.Equal(text, UtcSeconds.Format(time));
        Assert.Equal(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture), time);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-01-15")]
    [InlineData("2026-01-15T10:00:00")]
    [InlineData("2026-01-15t10:00:00Z")]
    [InlineData("2026-01-15T10:00:00z")]
    [InlineData("2026-01-15 10:00:00Z")]
    [InlineData("2026-01-15T10:00:00.0Z")]
    [InlineData("2026-01-15T10:00:00+00:00")]
    [InlineData("2026-01-15T10:00:60Z")]
    [InlineData("2026-01-15T24:00:00Z")]
    [InlineData("2026-02-29T10:00:00Z")]
    [InlineData("2026-13-01T10:00:00Z")]
    [InlineData("2026-00-01T10:00:00Z")]
    [InlineData("2026-01-00T10:00:00Z")]
    [InlineData("0000-01-01T10:00:00Z")]
    [InlineData("２026-01-15T10:00:00Z")]
    [InlineData("-026-01-15T10:00:00Z")]
    [InlineData("01/15/2026 10:00:00Z")]
    public void Another_spelling_is_refused(string? text) => Assert.False(UtcSeconds.TryParse(text, out _));

    [Fact]
    public void A_fraction_is_cut_off_and_an_offset_taken_into_account()
    {
        var time = new DateTimeOffset(2026, 1, 15, 12, 0, 0, 999, TimeSpan.FromHours(2));
        Assert.Equal("2026-01-15T10:00:00Z", UtcSeconds.Format(time));
    }
}

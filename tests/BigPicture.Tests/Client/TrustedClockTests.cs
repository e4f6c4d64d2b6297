using BigPicture.Client.Time;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Client;

public sealed class TrustedClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider system = new(Noon);

    [Fact]
    public void A_servers_time_corrects_the_systems_clock()
    {
        var clock = new TrustedClock(system, null);
        Assert.Equal(Noon, clock.Now);
        Assert.True(clock.Hear(Noon.AddHours(-3)));
        system.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(Noon.AddHours(-3).AddMinutes(5), clock.Now);
    }

    [Fact]
    public void A_clock_that_is_set_back_takes_nothing_away_from_the_time_that_passed()
    {
        var wall = new WallClock(system);
        var clock = new TrustedClock(wall, null);
        clock.Hear(Noon);
        wall.Leap(TimeSpan.FromHours(-5));
        system.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(Noon.AddMinutes(5), clock.Now);
        Assert.True(clock.WasSetBack);
        Assert.False(clock.HasLeapt);
    }

    [Fact]
    public void A_machine_that_slept_has_leapt_until_a_server_is_heard()
    {
        var wall = new WallClock(system);
        var clock = new TrustedClock(wall, null);
        clock.Hear(Noon);
        wall.Leap(TimeSpan.FromHours(8));
        Assert.Equal(Noon.AddHours(8), clock.Now);
        Assert.True(clock.HasLeapt);
        Assert.True(clock.Hear(Noon.AddMinutes(1)));
        Assert.Equal(Noon.AddMinutes(1), clock.Now);
        Assert.False(clock.HasLeapt);
    }

    [Fact]
    public void An_answer_from_before_what_is_known_for_sure_is_not_believed()
    {
        var clock = new TrustedClock(system, null);
        clock.Hear(Noon);
        system.Advance(TimeSpan.FromMinutes(30));
        Assert.False(clock.Hear(Noon));
        Assert.Equal(Noon.AddMinutes(30), clock.Now);
        Assert.True(clock.Hear(Noon.AddMinutes(30).AddSeconds(-60)));
    }

    [Fact]
    public void A_restart_under_a_clock_that_was_set_back_is_noticed_and_does_not_gain_time()
    {
        var first = new TrustedClock(system, null);
        first.Hear(Noon);
        system.Advance(TimeSpan.FromHours(2));
        _ = first.Now;

        var again = new TrustedClock(new FakeTimeProvider(Noon), first.Mark);
        Assert.True(again.StartedRolledBack);
        Assert.Equal(Noon.AddHours(2), again.Now);
        Assert.True(again.Hear(Noon.AddHours(2)));
        Assert.False(again.StartedRolledBack);
    }

    [Fact]
    public void A_restart_after_days_keeps_the_skew()
    {
        var first = new TrustedClock(system, null);
        first.Hear(Noon.AddHours(1));
        var later = new TrustedClock(new FakeTimeProvider(Noon.AddDays(3)), first.Mark);
        Assert.False(later.StartedRolledBack);
        Assert.Equal(Noon.AddDays(3).AddHours(1), later.Now);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    public void A_mark_that_no_clock_could_have_left_is_not_believed(double skew)
    {
        var mark = new ClockMark
        {
            Least = Noon,
            Highest = Noon,
            SkewSeconds = skew,
        };
        Assert.Equal(Noon, new TrustedClock(system, mark).Now);
    }

    /// <summary>The wall's clock apart from the monotonic one.</summary>
    private sealed class WallClock(TimeProvider real) : TimeProvider
    {
        private TimeSpan offset;

        public override long TimestampFrequency => real.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + offset;

        public override long GetTimestamp() => real.GetTimestamp();

        public void Leap(TimeSpan by) => offset += by;
    }
}

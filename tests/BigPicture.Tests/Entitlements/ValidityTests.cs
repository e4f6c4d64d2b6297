using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using CsCheck;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class ValidityTests
{
    private const long Day = 86_400;

    private static readonly Instant Start = Sample.Now;
    private static readonly Instant End = Sample.Now + 10 * Day;
    private static readonly Validity Renewing = new(Start, End, AutoRenew: true, RenewalDays: 30);

    [Fact]
    public void Without_renewal_the_end_is_the_stored_one_whatever_the_time()
    {
        var validity = Renewing with { AutoRenew = false };

        Assert.Equal(End, validity.EffectiveEnd(End - 1L));
        Assert.Equal(End, validity.EffectiveEnd(End + 100 * Day));
        Assert.Null((validity with { EndsAt = null }).EffectiveEnd(Start));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(30 * Day - 1, 1)]
    [InlineData(30 * Day, 2)]
    [InlineData(90 * Day + 5, 4)]
    public void With_renewal_it_is_the_first_that_lies_ahead(long secondsPastEnd, int periods) =>
        Assert.Equal(End + periods * 30 * Day, Renewing.EffectiveEnd(End + secondsPastEnd));

    [Fact]
    public void The_effective_end_lies_ahead_and_no_earlier_one_does()
    {
        var dates = Gen.Select(Gen.Long[-100_000, 5_000_000_000], Gen.Long[-100_000, 5_000_000_000], Gen.Int[1, Validity.RenewalDaysMost]);

        dates.Sample(
            (end, now, days) =>
            {
                var validity = new Validity(new Instant(end - 1), new Instant(end), AutoRenew: true, days);
                var effective = validity.EffectiveEnd(new Instant(now))!.Value;

                var past = effective - new Instant(end);
                return effective > new Instant(now)
                    && past >= 0
                    && past % (days * Day) == 0
                    && (past == 0 || effective - days * Day <= new Instant(now));
            }
        );
    }

    [Fact]
    public void No_end_lies_beyond_what_can_be_written()
    {
        var validity = Renewing with { EndsAt = Instant.MaxValue - 10L };

        Assert.Equal(Instant.MaxValue, validity.EffectiveEnd(Instant.MaxValue - 5L));
    }
}

using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using CsCheck;
using Xunit;

namespace BigPicture.Tests.Telemetry.Webhooks;

public sealed class RetryPlanTests
{
    private static readonly Gen<EventId> Ids = Gen.Guid.Select(id => new EventId(id));
    private static readonly Instant Start = new(1_768_471_200);

    [Fact]
    public void Pauses_grow_and_come_to_three_days() =>
        Ids.Sample(id =>
        {
            var pauses = Pauses(id).ToList();
            Assert.Equal(RetryPlan.TriesMax - 1, pauses.Count);
            Assert.Equal(pauses.Order(), pauses);
            Assert.InRange(pauses.Sum() / 3_600.0, 72 * 0.8, 72 * 1.2);
            Assert.InRange(pauses[0], 4, 6);
        });

    [Fact]
    public void Deliveries_that_failed_at_once_are_not_tried_at_once_again()
    {
        var moments = Enumerable
            .Range(0, 100)
            .Select(i => RetryPlan.Next(new EventId(TypeId.New(Start.ToDateTimeOffset())), tries: 3, Start, null))
            .Distinct();

        Assert.InRange(moments.Count(), 20, 100);
    }

    [Fact]
    public void A_receiver_may_ask_for_a_longer_pause_and_for_no_shorter_one()
    {
        var id = new EventId(TypeId.New(Start.ToDateTimeOffset()));

        Assert.Equal(Start + 3_600, RetryPlan.Next(id, 1, Start, 3_600));
        Assert.Equal(RetryPlan.Next(id, 5, Start, null), RetryPlan.Next(id, 5, Start, 1));
        Assert.Equal(Start + RetryPlan.RetryAfterMax, RetryPlan.Next(id, 1, Start, int.MaxValue));
        Assert.Null(RetryPlan.Next(id, RetryPlan.TriesMax, Start, 3_600));
    }

    private static IEnumerable<long> Pauses(EventId id)
    {
        for (var tries = 1; RetryPlan.Next(id, tries, Start, null) is { } next; tries++)
            yield return next - Start;
    }
}

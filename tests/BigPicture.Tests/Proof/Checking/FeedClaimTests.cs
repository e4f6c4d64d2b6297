using BigPicture.Proof.Checking.Claims;
using BigPicture.Proof.Histories;
using Xunit;

namespace BigPicture.Tests.Proof.Checking;

public sealed class FeedClaimTests
{
    private const string Issued = "license.issued";
    private const string Renewed = "license.renewed";
    private const string Released = "license.released";

    [Fact]
    public void A_feed_that_tells_each_act_once_and_in_order_breaks_nothing()
    {
        var scene = Told(new Scene()).Event(1, Issued, "l1", 1).Event(2, Renewed, "l1", 3).Event(5, Released, "l1", 5, issued: 3);

        Assert.Empty(scene.Broken<FeedTellsEachActOnce>());
        Assert.Empty(scene.Broken<FeedFollowsTime>());
        Assert.Empty(scene.Broken<FeedHasOneLeaseAKey>());
        Assert.Empty(scene.Broken<FeedKeepsItsOrder>());
    }

    [Theory]
    [InlineData(Issued)]
    [InlineData(Renewed)]
    [InlineData(Released)]
    public void An_acknowledged_act_without_its_event_is_found(string missing)
    {
        var scene = Told(new Scene());
        foreach (var (name, at) in new[] { (Issued, 1), (Renewed, 3), (Released, 5) }.Where(told => told.Item1 != missing))
            scene.Event(at, name, "l1", at, issued: at == 5 ? 3 : at);

        Assert.Contains($"has 0 events {missing}", Assert.Single(scene.Broken<FeedTellsEachActOnce>()).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lease_that_the_server_lists_and_that_no_event_tells_of_is_found_though_nobody_heard_of_it()
    {
        var scene = Told(new Scene()).Event(1, Issued, "l1", 1).Event(2, Renewed, "l1", 3).Event(5, Released, "l1", 5, issued: 3);

        Assert.Empty(scene.Listed("l1", "released", 3).Broken<FeedTellsEachActOnce>());
        Assert.Single(scene.Listed("l2", "active", 3).Broken<FeedTellsEachActOnce>());
    }

    [Fact]
    public void An_act_that_is_told_twice_is_found() =>
        Assert.Single(
            new Scene().Granted("a", "l1", 1, 2).Event(1, Issued, "l1", 1).Event(2, Issued, "l1", 2).Broken<FeedTellsEachActOnce>()
        );

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void Changes_are_told_as_often_as_they_were_made_or_may_have_been(int events, int found)
    {
        var scene = new Scene().Limited(2, 1, 2).Limited(3, 3, 4, Outcome.Unknown).Event(1, "license.expired", "other", 0);
        for (var i = 0; i < events; i++)
            scene.Event(2 + i, "entitlement.updated", "", 1 + i);

        Assert.Equal(found, scene.Broken<FeedTellsEachActOnce>().Count);
    }

    [Fact]
    public void An_event_that_stands_before_one_of_an_earlier_act_is_found() =>
        Assert.Single(
            new Scene(seats: 2)
                .Granted("a", "l1", 1, 2)
                .Granted("b", "l2", 3, 4)
                .Event(1, Issued, "l2", 1, "b")
                .Event(2, Issued, "l1", 1)
                .Broken<FeedFollowsTime>()
        );

    [Fact]
    public void Events_of_overlapping_acts_may_stand_in_either_order() =>
        Assert.Empty(
            new Scene(seats: 2)
                .Granted("a", "l1", 1, 3)
                .Granted("b", "l2", 2, 4)
                .Event(1, Issued, "l2", 2, "b")
                .Event(2, Issued, "l1", 2)
                .Broken<FeedFollowsTime>()
        );

    [Fact]
    public void A_feed_whose_times_fall_under_one_entitlement_is_found() =>
        Assert.Single(
            new Scene(seats: 2)
                .Granted("a", "l1", 1, 9)
                .Granted("b", "l2", 1, 9)
                .Event(1, Issued, "l2", 3, "b")
                .Event(2, Issued, "l1", 2)
                .Broken<FeedFollowsTime>()
        );

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    public void What_is_issued_after_leases_were_ended_together_is_dated_a_second_later_each_time(int suspensions, int found)
    {
        var scene = new Scene().Granted("a", "l1", 1, 9);
        for (var i = 0; i < suspensions; i++)
            scene.Event(1 + i, "entitlement.suspended", "", 2);

        Assert.Equal(found, scene.Event(5, Issued, "l1", 4).Event(6, Released, "l1", 2).Broken<FeedFollowsTime>().Count);
    }

    [Fact]
    public void A_second_lease_that_no_client_ever_saw_is_found_in_the_feed() =>
        Assert.Single(
            new Scene(seats: 2)
                .Lost("a", 1, 2)
                .Granted("a", "l2", 3, 4)
                .Event(1, Issued, "l1", 1)
                .Event(2, Issued, "l2", 3)
                .Broken<FeedHasOneLeaseAKey>()
        );

    [Fact]
    public void What_happens_to_a_lease_after_its_end_is_found_in_the_feed() =>
        Assert.Single(
            new Scene().Event(1, Issued, "l1", 1).Event(2, Released, "l1", 2).Event(3, Renewed, "l1", 3).Broken<FeedHasOneLeaseAKey>()
        );

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void A_position_that_does_not_grow_is_found(long second) =>
        Assert.Single(new Scene().Event(1, Issued, "l1", 1).Event(second, Issued, "l2", 2).Broken<FeedKeepsItsOrder>());

    [Fact]
    public void An_event_that_is_read_twice_is_found() =>
        Assert.Single(new Scene().Event(1, Issued, "l1", 1).Event(2, Issued, "l1", 1).Broken<FeedKeepsItsOrder>());

    [Fact]
    public void An_event_that_appears_below_a_position_that_was_read_is_found()
    {
        var scene = new Scene().Event(1, Issued, "l1", 1).Event(2, Issued, "l2", 2).Event(3, Issued, "l3", 3);
        scene.Event(1, Issued, "l1", 1, reader: "follower").Event(3, Issued, "l3", 3, reader: "follower");

        Assert.Contains("was stepped over", Assert.Single(scene.Broken<FeedKeepsItsOrder>()).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_that_moved_since_it_was_read_is_found() =>
        Assert.Single(new Scene().Event(2, Issued, "l1", 1).Event(1, Issued, "l1", 1, reader: "follower").Broken<FeedKeepsItsOrder>());

    [Fact]
    public void An_event_that_vanished_since_it_was_read_is_found() =>
        Assert.Single(new Scene().Event(1, Issued, "l1", 1).Event(2, Issued, "l2", 2, reader: "follower").Broken<FeedKeepsItsOrder>());

    [Theory]
    [InlineData("released", 3, 0)]
    [InlineData("active", 3, 1)]
    [InlineData("released", 1, 1)]
    public void A_lease_stands_in_the_list_as_it_was_acknowledged(string status, double issued, int found) =>
        Assert.Equal(found, Told(new Scene()).Listed("l1", status, issued).Broken<ListHoldsEachLease>().Count);

    [Theory]
    [InlineData(2_000, 0)]
    [InlineData(1_999, 1)]
    public void A_renewal_may_be_dated_back_by_as_much_as_the_clock_was_ahead(int skewMs, int found)
    {
        var scene = new Scene();
        scene.Pool = scene.Pool with { SkewMs = skewMs };

        Assert.Equal(found, Told(scene).Listed("l1", "released", 1).Broken<ListHoldsEachLease>().Count);
    }

    [Fact]
    public void A_lease_that_is_not_in_the_list_is_found() =>
        Assert.Single(Told(new Scene()).Listed("l2", "active", 1).Broken<ListHoldsEachLease>());

    private static Scene Told(Scene scene) => scene.Granted("a", "l1", 1, 2).Renewed("l1", 3, 4).Released("l1", 5, 6);
}

using BigPicture.Proof.Checking.Claims;
using BigPicture.Proof.Histories;
using Xunit;

namespace BigPicture.Tests.Proof.Checking;

public sealed class SeatClaimTests
{
    [Fact]
    public void Two_surely_held_seats_of_one_are_found()
    {
        var scene = new Scene().Granted("a", "l1", 1, 2).Granted("b", "l2", 1.5, 3);

        var violation = Assert.Single(scene.Broken<SeatsWithinLimit>());

        Assert.StartsWith("At 3000000000 ns 2 seats of pool seats of ent_1 were surely held", violation.Words, StringComparison.Ordinal);
        Assert.Equal(["l1", "l2"], violation.Operations.Select(operation => operation.LeaseId));
    }

    [Fact]
    public void A_seat_that_is_being_released_may_be_granted() =>
        Assert.Empty(new Scene().Granted("a", "l1", 1, 2).Released("l1", 3, 9).Granted("b", "l2", 3.5, 4).Broken<SeatsWithinLimit>());

    [Fact]
    public void A_seat_whose_release_was_lost_may_be_granted() =>
        Assert.Empty(
            new Scene().Granted("a", "l1", 1, 2).Released("l1", 3, 4, Outcome.Unknown).Granted("b", "l2", 5, 6).Broken<SeatsWithinLimit>()
        );

    [Theory]
    [InlineData(61.8, 1)]
    [InlineData(62, 0)]
    public void A_seat_is_held_to_the_end_of_its_token_less_the_skew(double returned, int found) =>
        Assert.Equal(
            found,
            // Dated at 2, ends at 62; the clock may be wrong by 0.1.
            new Scene()
                .Granted("a", "l1", 2, 3)
                .Granted("b", "l2", 61, returned)
                .Broken<SeatsWithinLimit>()
                .Count
        );

    [Fact]
    public void A_renewal_holds_the_seat_longer() =>
        Assert.Single(new Scene().Granted("a", "l1", 2, 3).Renewed("l1", 40, 41).Granted("b", "l2", 70, 71).Broken<SeatsWithinLimit>());

    [Theory]
    [InlineData("per_user", 0)]
    [InlineData("concurrent", 1)]
    public void Leases_of_one_user_share_a_seat_only_where_users_are_counted(string type, int found) =>
        Assert.Equal(found, Sharing(type, call => call with { SessionId = "other" }).Broken<SeatsWithinLimit>().Count);

    [Theory]
    [InlineData("m", "m", 0)]
    [InlineData("m", "n", 1)]
    public void Leases_of_one_machine_share_a_seat_where_machines_are_counted(string first, string second, int found) =>
        Assert.Equal(
            found,
            new Scene("per_machine")
                .Granted("a", "l1", 1, 2, call => call with { MachineId = first })
                .Granted("b", "l2", 3, 4, call => call with { MachineId = second })
                .Broken<SeatsWithinLimit>()
                .Count
        );

    [Fact]
    public void A_shared_seat_stays_taken_until_the_last_of_its_leases_ends() =>
        Assert.Single(
            Sharing("per_user", call => call with { SessionId = "other" })
                .Released("l1", 5, 6)
                .Granted("b", "l3", 7, 8)
                .Broken<SeatsWithinLimit>()
        );

    [Fact]
    public void Features_with_seats_are_pools_of_their_own()
    {
        var scene = new Scene("feature_based");
        scene.Pool = scene.Pool with { Limits = new Dictionary<string, long> { ["feature/export"] = 1 } };
        scene.Granted("a", "l1", 1, 2, Exporting).Granted("b", "l2", 3, 4).Granted("c", "l3", 5, 6, Exporting);

        var violation = Assert.Single(scene.Broken<SeatsWithinLimit>());

        Assert.Contains("pool feature/export", violation.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_of_a_user_are_a_pool_of_their_own()
    {
        var scene = new Scene("per_user", seats: 9);
        scene.Pool = scene.Pool with { MachinesPerUser = 1 };
        scene
            .Granted("a", "l1", 1, 2, call => call with { MachineId = "m" })
            .Granted("a", "l2", 3, 4, call => call with { MachineId = "n" });

        Assert.Contains("pool user/a", Assert.Single(scene.Broken<SeatsWithinLimit>()).Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void A_revoked_seat_stays_taken_where_revoked_seats_are_held(bool holds, int found)
    {
        var scene = new Scene();
        scene.Pool = scene.Pool with { HoldsRevokedSeats = holds };

        Assert.Equal(found, scene.Granted("a", "l1", 1, 2).Revoked("l1", 3, 4).Granted("b", "l2", 5, 6).Broken<SeatsWithinLimit>().Count);
    }

    [Fact]
    public void To_lower_a_limit_throws_nobody_out() =>
        Assert.Empty(
            new Scene(seats: 2)
                .Granted("a", "l1", 1, 2)
                .Granted("b", "l2", 3, 4)
                .Limited(1, 5, 6)
                .Renewed("l2", 40, 41)
                .Broken<SeatsWithinLimit>()
        );

    [Fact]
    public void A_grant_above_a_lowered_limit_is_found()
    {
        var scene = new Scene(seats: 2).Granted("a", "l1", 1, 2).Limited(1, 3, 4).Granted("b", "l2", 5, 6);

        Assert.Single(scene.Broken<GrantedBelowLimit>());
        Assert.Single(scene.Broken<SeatsWithinLimit>());
    }

    [Fact]
    public void A_grant_while_more_are_held_than_a_lowered_limit_is_found_though_one_ends_meanwhile()
    {
        var scene = new Scene(seats: 3)
            .Granted("a", "l1", 1, 2)
            .Granted("b", "l2", 1, 2)
            .Granted("c", "l3", 1, 2)
            .Limited(1, 3, 4)
            .Released("l3", 5, 9)
            .Granted("d", "l4", 6, 7);

        Assert.Single(scene.Broken<GrantedBelowLimit>());
    }

    [Fact]
    public void A_grant_that_overlaps_the_change_of_the_limit_may_have_come_before_it() =>
        Assert.Empty(new Scene(seats: 2).Granted("a", "l1", 1, 2).Limited(1, 3, 5).Granted("b", "l2", 4, 6).Broken<GrantedBelowLimit>());

    [Fact]
    public void A_limit_whose_raise_was_lost_may_be_in_force() =>
        Assert.Empty(
            new Scene().Granted("a", "l1", 1, 2).Limited(2, 3, 4, Outcome.Unknown).Granted("b", "l2", 20, 21).Broken<SeatsWithinLimit>()
        );

    [Fact]
    public void A_lost_raise_is_over_once_a_later_change_was_acknowledged() =>
        Assert.Single(
            new Scene()
                .Limited(2, 1, 2, Outcome.Unknown)
                .Limited(1, 15, 16)
                .Granted("a", "l1", 20, 21)
                .Granted("b", "l2", 22, 23)
                .Broken<SeatsWithinLimit>()
        );

    [Fact]
    public void A_refusal_while_a_seat_was_surely_free_is_found() =>
        Assert.Single(new Scene(seats: 2).Granted("a", "l1", 1, 2).Refused("b", 3, 4).Broken<RefusalsPossible>());

    [Fact]
    public void A_refusal_of_a_full_pool_is_possible() =>
        Assert.Empty(new Scene().Granted("a", "l1", 1, 2).Refused("b", 3, 4).Broken<RefusalsPossible>());

    [Fact]
    public void A_refusal_is_possible_while_a_lost_activation_may_hold_the_seat() =>
        Assert.Empty(new Scene().Lost("a", 1, 2).Refused("b", 60, 61).Broken<RefusalsPossible>());

    [Fact]
    public void A_lost_activation_holds_no_seat_beyond_its_longest_end() =>
        // It may have been done at 12 at the latest, for 60 seconds.
        Assert.Single(new Scene().Lost("a", 1, 2).Refused("b", 73, 74).Broken<RefusalsPossible>());

    [Fact]
    public void A_lost_activation_is_known_again_by_a_later_answer_to_its_key() =>
        Assert.Single(
            new Scene().Lost("a", 1, 2).Granted("a", "l1", 13, 14).Released("l1", 15, 16).Refused("b", 20, 21).Broken<RefusalsPossible>()
        );

    [Fact]
    public void A_refusal_is_possible_while_a_release_is_under_way() =>
        Assert.Empty(new Scene().Granted("a", "l1", 1, 2).Released("l1", 3, 6).Refused("b", 5, 5.5).Broken<RefusalsPossible>());

    [Theory]
    [InlineData(62, 0)]
    [InlineData(62.2, 1)]
    public void A_refusal_after_the_last_seat_ran_out_is_found(double called, int found) =>
        Assert.Equal(found, new Scene().Granted("a", "l1", 2, 3).Refused("b", called, 63).Broken<RefusalsPossible>().Count);

    [Fact]
    public void A_refusal_is_possible_under_a_limit_that_is_being_lowered() =>
        Assert.Empty(new Scene(seats: 2).Granted("a", "l1", 1, 2).Limited(1, 3, 9).Refused("b", 4, 5).Broken<RefusalsPossible>());

    [Fact]
    public void A_refusal_in_a_pool_that_nobody_ever_used_is_found() =>
        Assert.Single(
            new Scene()
                .Granted("a", "l1", 1, 2)
                .Refused("a", 3, 4, but: call => call with { RefusedPool = "user/a" })
                .Broken<RefusalsPossible>()
        );

    private static Scene Sharing(string type, Func<Operation, Operation> second) =>
        new Scene(type).Granted("a", "l1", 1, 2).Granted("a", "l2", 3, 4, second);

    private static Operation Exporting(Operation call) => call with { Token = call.Token! with { Features = ["export"] } };
}

using BigPicture.Proof.Checking.Claims;
using BigPicture.Proof.Histories;
using Xunit;

namespace BigPicture.Tests.Proof.Checking;

public sealed class LeaseClaimTests
{
    private static readonly Func<Operation, Operation> Expired = call =>
        call with
        {
            Outcome = Outcome.No,
            Token = null,
            Code = "LEASE_EXPIRED",
        };

    [Theory]
    [InlineData("SEATS_EXHAUSTED", 1)]
    [InlineData("LEASE_EXPIRED", 1)]
    [InlineData("LEASE_REVOKED", 1)]
    [InlineData("LEASE_SUPERSEDED", 1)]
    [InlineData("ENTITLEMENT_SUSPENDED", 0)]
    public void A_renewal_of_a_live_lease_is_refused_only_by_its_entitlement(string code, int found) =>
        Assert.Equal(
            found,
            new Scene()
                .Granted("a", "l1", 1, 2)
                .Renewed("l1", 3, 4, but: call => Expired(call) with { Code = code })
                .Broken<LiveLeasesRenew>()
                .Count
        );

    [Fact]
    public void A_renewal_may_be_refused_as_ended_while_the_lease_is_being_revoked() =>
        Assert.Empty(new Scene().Granted("a", "l1", 1, 2).Revoked("l1", 3, 6).Renewed("l1", 4, 5, but: Expired).Broken<LiveLeasesRenew>());

    [Fact]
    public void A_renewal_may_be_refused_as_superseded_after_a_takeover() =>
        Assert.Empty(
            new Scene()
                .Granted("a", "l1", 1, 2)
                .Granted("a", "l1", 3, 4, Takeover)
                .Renewed("l1", 5, 6, but: call => Expired(call) with { Code = "LEASE_SUPERSEDED" })
                .Broken<LiveLeasesRenew>()
        );

    [Fact]
    public void A_key_that_holds_a_lease_is_not_refused_a_seat() =>
        Assert.Single(new Scene().Granted("a", "l1", 1, 2).Refused("a", 3, 4).Broken<LiveLeasesRenew>());

    [Fact]
    public void A_renewal_after_a_revocation_returned_is_found() =>
        Assert.Single(new Scene().Granted("a", "l1", 1, 2).Revoked("l1", 3, 4).Renewed("l1", 5, 6).Broken<EndedStaysEnded>());

    [Fact]
    public void A_renewal_that_overlaps_a_revocation_may_have_come_before_it() =>
        Assert.Empty(new Scene().Granted("a", "l1", 1, 2).Revoked("l1", 3, 5).Renewed("l1", 4, 6).Broken<EndedStaysEnded>());

    [Fact]
    public void A_token_dated_after_a_revocation_returned_is_found_though_it_was_asked_for_before() =>
        Assert.Single(
            new Scene()
                .Granted("a", "l1", 1, 2)
                .Revoked("l1", 3, 5)
                .Renewed("l1", 4, 9, but: call => call with { Token = Scene.Token("l1", 8) })
                .Broken<EndedStaysEnded>()
        );

    [Fact]
    public void A_released_lease_that_still_validates_is_found() =>
        Assert.Single(
            new Scene()
                .Granted("a", "l1", 1, 2)
                .Released("l1", 3, 4)
                .Add(OperationKind.Validate, 5, 6, call => call with { LeaseId = "l1", Presented = Scene.Token("l1", 1) })
                .Broken<EndedStaysEnded>()
        );

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_renewal_after_an_entitlement_ended_its_leases_is_found(bool ends, int found) =>
        Assert.Equal(
            found,
            new Scene()
                .Granted("a", "l1", 1, 2)
                .Add(OperationKind.Suspend, 3, 4, call => call with { EndsLeases = ends })
                .Add(OperationKind.Reinstate, 5, 6)
                .Renewed("l1", 7, 8)
                .Granted("b", "l2", 9, 10)
                .Released("l2", 11, 12)
                .Broken<EndedStaysEnded>()
                .Count
        );

    [Theory]
    [InlineData(62, 0)]
    [InlineData(62.2, 1)]
    public void A_renewal_called_after_the_last_possible_end_is_found(double called, int found) =>
        Assert.Equal(found, new Scene().Granted("a", "l1", 2, 3).Renewed("l1", called, 63).Broken<ExpiredStaysExpired>().Count);

    [Fact]
    public void A_lost_renewal_may_have_prolonged_the_lease() =>
        Assert.Empty(
            new Scene()
                .Granted("a", "l1", 2, 3)
                .Renewed("l1", 40, 41, but: call => call with { Outcome = Outcome.Unknown, Token = null })
                .Renewed("l1", 90, 91)
                .Broken<ExpiredStaysExpired>()
        );

    [Theory]
    [InlineData(OperationKind.Suspend)]
    [InlineData(OperationKind.RevokeEntitlement)]
    public void A_grant_after_a_suspension_or_revocation_returned_is_found(OperationKind kind) =>
        Assert.Single(new Scene().Add(kind, 1, 2).Granted("a", "l1", 3, 4).Broken<NothingWhileSuspended>());

    [Fact]
    public void A_grant_may_come_before_a_suspension_or_after_it_is_being_lifted() =>
        Assert.Empty(
            new Scene(seats: 2)
                .Granted("a", "l1", 1, 4)
                .Add(OperationKind.Suspend, 2, 3)
                .Add(OperationKind.Reinstate, 5, 9)
                .Granted("b", "l2", 6, 7)
                .Broken<NothingWhileSuspended>()
        );

    [Fact]
    public void A_renewal_with_a_token_of_an_older_generation_is_found() =>
        Assert.Single(
            new Scene().Granted("a", "l1", 1, 2).Granted("a", "l1", 3, 4, Takeover).Renewed("l1", 5, 6).Broken<OldGenerationsRefused>()
        );

    [Fact]
    public void A_renewal_that_overlaps_the_takeover_may_have_come_before_it() =>
        Assert.Empty(
            new Scene().Granted("a", "l1", 1, 2).Granted("a", "l1", 3, 6, Takeover).Renewed("l1", 5, 7).Broken<OldGenerationsRefused>()
        );

    [Fact]
    public void Two_live_leases_of_one_key_are_found() =>
        Assert.Single(new Scene(seats: 2).Granted("a", "l1", 1, 2).Granted("a", "l2", 3, 4).Broken<OneLeaseAKey>());

    [Fact]
    public void A_key_gets_another_lease_after_its_first_was_released() =>
        Assert.Empty(new Scene().Granted("a", "l1", 1, 2).Released("l1", 3, 4).Granted("a", "l2", 5, 6).Broken<OneLeaseAKey>());

    [Fact]
    public void Equal_claims_in_different_bytes_are_found() =>
        Assert.Single(
            new Scene()
                .Granted("a", "l1", 1, 2)
                .Granted("a", "l1", 3, 4, call => call with { Status = 200, Token = Scene.Token("l1", 1, digest: "other") })
                .Broken<RetriesAnswerTheSame>()
        );

    [Theory]
    [InlineData("s1", 0)]
    [InlineData("s2", 1)]
    public void A_retry_by_its_idempotency_key_gets_the_same_session(string second, int found) =>
        Assert.Equal(
            found,
            new Scene(seats: 2)
                .Granted("a", "l1", 1, 2, call => call with { IdempotencyKey = "k", SessionId = "s1" })
                .Granted("a", "l1", 3, 4, call => call with { IdempotencyKey = "k", SessionId = second, Token = Scene.Token("l1", 1) })
                .Broken<RetriesAnswerTheSame>()
                .Count
        );

    [Theory]
    [InlineData(5, 0)]
    [InlineData(4, 1)]
    public void A_token_dated_before_one_that_was_issued_earlier_is_found(double second, int found)
    {
        var scene = new Scene(seats: 2);
        scene.Pool = scene.Pool with { SkewMs = 900 };
        scene.Granted("a", "l1", 4.9, 5, call => call with { Token = Scene.Token("l1", 5) });
        scene.Granted("b", "l2", 5.5, 6, call => call with { Token = Scene.Token("l2", second) });

        Assert.Equal(found, scene.Broken<ClockNeverFalls>().Count);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(2)]
    public void A_token_dated_outside_of_its_call_is_found(double dated) =>
        Assert.Single(
            new Scene().Granted("a", "l1", 5, 6, call => call with { Token = Scene.Token("l1", dated) }).Broken<ClockNeverFalls>()
        );

    [Theory]
    [InlineData("cloud-1", 3, 1)]
    [InlineData("cloud-2", 3, 1)]
    [InlineData("cloud-2", 1.5, 0)]
    public void An_epoch_that_falls_is_found_unless_the_calls_overlap(string second, double asked, int found) =>
        Assert.Equal(
            found,
            new Scene()
                .Add(OperationKind.ReadRevocations, 1, 2, call => call with { Epoch = 7 })
                .Add(OperationKind.ReadRevocations, asked, 4, call => call with { Epoch = 6, Server = second })
                .Broken<EpochNeverFalls>()
                .Count
        );

    private static Operation Takeover(Operation call) =>
        call with
        {
            Takeover = true,
            Status = 200,
            Token = Scene.Token("l1", 3, generation: 2),
        };
}

using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>The same key is the same lease: a retry takes nothing twice, a restarted instance takes its lease back.</summary>
public sealed class LeaseKeyTests : LedgerTest
{
    [Fact]
    public async Task Until_renew_after_the_same_key_gets_the_stored_claims()
    {
        var first = await Issue("alice", limit: 1);
        Ledger.Advance(first.RenewAfter - Start - 1);

        var again = Assert.IsType<ActResult.Leased>(await Runner.Post(Activate(New("alice"), Seat("alice", 1))));

        Assert.Equal(LeaseChange.Kept, again.Change);
        Assert.Equal(first, again.Lease);
        Assert.Equal(["license.issued"], Facts);
    }

    [Fact]
    public async Task From_renew_after_on_it_is_renewed()
    {
        var first = await Issue("alice", limit: 1);
        Ledger.Advance(first.RenewAfter - Start);

        var again = Assert.IsType<ActResult.Leased>(await Runner.Post(Activate(New("alice"), Seat("alice", 1))));

        Assert.Equal(LeaseChange.Renewed, again.Change);
        Assert.Equal((first.Id, first.Generation, first.CreatedAt), (again.Lease.Id, again.Lease.Generation, again.Lease.CreatedAt));
        Assert.Equal(first.RenewAfter, again.Lease.IssuedAt);
        Assert.Equal(["license.issued", "license.renewed"], Facts);
        Assert.Equal(1, Taken());
    }

    [Fact]
    public async Task Retries_in_one_batch_are_one_lease()
    {
        var results = await Runner.Post([Activate(New("alice"), Seat("alice", 1)), Activate(New("alice"), Seat("alice", 1))]);

        var leases = results.Select(result => Assert.IsType<ActResult.Leased>(result)).ToList();
        Assert.Equal([LeaseChange.Issued, LeaseChange.Kept], leases.Select(leased => leased.Change));
        Assert.Equal(leases[0].Lease, leases[1].Lease);
    }

    [Fact]
    public async Task Other_features_under_the_same_key_are_a_conflict()
    {
        var grant = Seat("alice", 1);
        await Issue(New("alice") with { Features = ["export"] }, grant);

        var denial = await Refused(Activate(New("alice") with { Features = ["render"] }, grant, namesFeatures: true));

        Assert.Equal(DenialCode.Conflict, denial.Code);
    }

    [Fact]
    public async Task The_same_features_in_another_order_are_none()
    {
        await Issue(New("alice") with { Features = ["export", "render"] }, Seat("alice", 1));

        var again = Activate(New("alice") with { Features = ["render", "export"] }, Seat("alice", 1), namesFeatures: true);

        Assert.IsType<ActResult.Leased>(await Runner.Post(again));
    }

    [Fact]
    public async Task A_request_that_names_no_features_gets_its_lease_with_those_that_it_has()
    {
        await Issue(New("alice") with { Features = ["export"] }, Seat("alice", 1));

        var again = Assert.IsType<ActResult.Leased>(await Runner.Post(Activate(New("alice"), Seat("alice", 1))));

        Assert.Equal(["export"], again.Lease.Features);
    }

    [Fact]
    public async Task A_takeover_raises_the_generation_and_fences_the_old_one_out()
    {
        var first = await Issue("alice", limit: 1);

        var taken = Assert.IsType<ActResult.Leased>(await Runner.Post(Activate(New("alice"), Seat("alice", 1), takeover: true)));

        Assert.Equal((LeaseChange.TakenOver, 2, first.Id), (taken.Change, taken.Lease.Generation, taken.Lease.Id));
        Assert.Equal(["license.issued", "license.taken_over"], Facts);
        Assert.Equal(DenialCode.LeaseSuperseded, (await Refused(Renew(first))).Code);
        Assert.Equal(DenialCode.LeaseSuperseded, (await Refused(Release(first))).Code);
        Assert.IsType<ActResult.Leased>(await Runner.Post(Renew(taken.Lease)));
    }

    [Fact]
    public async Task A_takeover_of_nothing_is_a_new_lease()
    {
        var result = Assert.IsType<ActResult.Leased>(await Runner.Post(Activate(New("alice"), Seat("alice", 1), takeover: true)));

        Assert.Equal((LeaseChange.Issued, 1), (result.Change, result.Lease.Generation));
    }

    [Fact]
    public async Task A_lease_that_its_entitlement_allows_no_more_is_not_issued_again()
    {
        var first = await Issue("alice", limit: 1);
        Ledger.Advance(first.RenewAfter - Start);
        var act = Activate(New("alice"), Seat("alice", 1)) with { Evaluate = (_, _) => new Denial(DenialCode.FeatureNotEntitled, "No.") };

        Assert.Equal(DenialCode.FeatureNotEntitled, (await Refused(act)).Code);
        Assert.Equal(1, Taken());
    }

    [Fact]
    public async Task After_its_end_the_key_gets_a_new_lease()
    {
        var first = await Issue("alice", limit: 1);
        Ledger.Advance(3_600);

        var second = await Issue("alice", limit: 1);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(["license.issued", "license.expired", "license.issued"], Facts);
        Assert.Equal(1, Taken());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(3_599)]
    [InlineData(7_776_000)]
    public async Task Renew_after_lies_between_half_and_seven_tenths_of_the_lease(int seconds)
    {
        foreach (var tail in new ushort[] { 0, 1, 20_000, 50_000, ushort.MaxValue })
        {
            var wanted = Lease(LeaseOf(tail + 1_000, tail), $"user{tail}");
            var lease = await Issue(wanted, Seat($"user{tail}", 10) with { LeaseSeconds = seconds });
            var share = (double)(lease.RenewAfter - lease.IssuedAt) / seconds;

            Assert.InRange(share, 0.5, 0.7);
        }
    }

    [Fact]
    public void A_fleet_spreads_its_renewals_over_the_whole_range()
    {
        var grant = LeaseSamples.Grant() with { LeaseSeconds = 7_776_000 };
        var ends = new ushort[] { 0, ushort.MaxValue }.Select(tail => Lease(LeaseOf(1, tail)).Issue(grant, Signing, default).RenewAfter);

        Assert.Equal([new Instant(3_888_000), new Instant(5_443_200)], ends);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_lease_cut_to_seconds_renews_before_or_at_its_end(int seconds)
    {
        var lease = Lease(LeaseOf(1, ushort.MaxValue))
            .Issue(LeaseSamples.Grant() with { NotAfter = new Instant(seconds) }, Signing, default);

        Assert.InRange(lease.RenewAfter.UnixSeconds, 1, seconds);
    }
}

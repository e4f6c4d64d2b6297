using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>Limits that move, overdraft, and the number of leases that a subject may hold.</summary>
public sealed class LimitTests : LedgerTest
{
    private const string Pool = "seats";

    [Fact]
    public async Task A_limit_below_use_lets_leases_go_on_and_refuses_until_use_has_fallen_below()
    {
        var leases = new[] { await Issue("a", 3), await Issue("b", 3), await Issue("c", 3) };
        await Change(2, limits: (Pool, 1));
        var grant = Seat("d", 1) with { Version = 2 };

        Assert.Equal(new PoolRow(Acme, 1, 3, 3), Rows.Pools[new PoolKey(Entitlement, Pool)]);
        Assert.IsType<ActResult.Leased>(await Runner.Post(Renew(leases[0], LeaseSamples.Grant() with { Version = 2 })));
        Assert.Equal((1L, 3L), await LimitAndUse(Activate(New("d"), grant)));
        await End(Release(leases[0]));
        Assert.Equal(new PoolRow(Acme, 1, 2, 2), Rows.Pools[new PoolKey(Entitlement, Pool)]);
        await End(Release(leases[1]));
        Assert.Equal((1L, 1L), await LimitAndUse(Activate(New("d"), grant)));
        await End(Release(leases[2]));
        await Issue(New("d"), grant);
    }

    [Fact]
    public async Task A_raised_limit_grants_at_once()
    {
        await Issue("a", 1);
        await Change(2, limits: (Pool, 2));

        await Issue(New("b"), Seat("b", 2) with { Version = 2 });
    }

    // The seat is the holder's own, and its time is over: it comes back like anybody else.
    [Fact]
    public async Task Nobody_comes_back_to_a_due_seat_of_an_over_full_pool()
    {
        await Issue("a", 3, seconds: 60);
        await Issue("b", 3);
        await Issue("c", 3);
        await Change(2, limits: (Pool, 1));
        Ledger.Advance(60);

        Assert.Equal((1L, 2L), await LimitAndUse(Activate(New("a"), Seat("a", 1) with { Version = 2 })));
    }

    [Fact]
    public async Task Nobody_comes_back_to_a_revoked_seat_of_an_over_full_pool()
    {
        await Issue("a", 3);
        await Change(2, revoke: "fraud");
        await Issue(New("b"), Seat("b", 3) with { Version = 2 });
        await Issue(New("c"), Seat("c", 3) with { Version = 2 });
        await Change(3, limits: (Pool, 1));

        Assert.Equal((1L, 2L), await LimitAndUse(Activate(New("a", "s2"), Seat("a", 1) with { Version = 3 })));
    }

    [Fact]
    public async Task A_live_holder_may_add_a_lease_whatever_the_limit()
    {
        await Issue("a", 2);
        await Issue("b", 2);
        await Change(2, limits: (Pool, 1));

        await Issue(New("a", "s2"), Seat("a", 1) with { Version = 2 });
        Assert.Equal(2, Taken());
    }

    [Fact]
    public async Task Beyond_the_limit_overdraft_is_granted_and_marked()
    {
        Assert.False((await Issue(New("a"), Seat("a", 1, overdraft: 1))).Overdraft);
        Assert.True((await Issue(New("b"), Seat("b", 1, overdraft: 1))).Overdraft);

        Assert.Equal((2L, 2L), await LimitAndUse(Activate(New("c"), Seat("c", 1, overdraft: 1))));
    }

    [Fact]
    public async Task A_shared_seat_needs_no_overdraft()
    {
        await Issue(New("a"), Seat("a", 1, overdraft: 1));

        Assert.False((await Issue(New("a", "s2"), Seat("a", 1, overdraft: 1))).Overdraft);
    }

    [Fact]
    public async Task No_overdraft_is_marked_while_a_due_seat_remains()
    {
        await Issue(New("a"), Seat("a", 1, overdraft: 1) with { LeaseSeconds = 60 });
        Ledger.Advance(60);

        Assert.False((await Issue(New("b"), Seat("b", 1, overdraft: 1))).Overdraft);
    }

    [Fact]
    public async Task The_second_claim_on_a_pool_may_be_the_one_beyond_its_limit()
    {
        var grant = LeaseSamples.Grant(LeaseSamples.Seat("a", 1, 1), LeaseSamples.Seat("a/2", 1, 1));

        Assert.True((await Issue(New("a"), grant)).Overdraft);
    }

    [Theory]
    [InlineData(Domain.Leasing.Lease.LivePerSubjectMax - 1, true)]
    [InlineData(Domain.Leasing.Lease.LivePerSubjectMax, false)]
    public async Task A_subject_holds_at_most_a_thousand_live_leases(int held, bool granted)
    {
        await Fill(held);

        var result = await Runner.Post(Activate(New("alice", "one more"), Seat("alice", 1)));

        Assert.Equal(granted, result is ActResult.Leased);
        if (!granted)
            Assert.Equal(DenialCode.Conflict, Refused(result).Code);
        await Issue("bob");
    }

    [Fact]
    public async Task The_thousandth_and_one_in_the_same_batch_are_told_apart()
    {
        await Fill(Domain.Leasing.Lease.LivePerSubjectMax - 1);

        var results = await Runner.Post([Activate(New("alice", "x"), Seat("alice", 1)), Activate(New("alice", "y"), Seat("alice", 1))]);

        Assert.IsType<ActResult.Leased>(results[0]);
        Assert.Equal(DenialCode.Conflict, Refused(results[1]).Code);
    }

    [Fact]
    public async Task One_that_ends_in_the_same_batch_makes_room()
    {
        var leases = await Fill(Domain.Leasing.Lease.LivePerSubjectMax);

        var results = await Runner.Post([Activate(New("alice", "x"), Seat("alice", 1)), Release(leases[0])]);

        Assert.IsType<ActResult.Leased>(results[0]);
    }

    // What was over already is not among the thousand, so writing its end down must not make room for another.
    [Fact]
    public async Task One_that_was_over_already_makes_none()
    {
        var over = await Issue(New("alice", "over"), LeaseSamples.Grant() with { LeaseSeconds = 60 });
        Ledger.Advance(60);
        await Fill(Domain.Leasing.Lease.LivePerSubjectMax);

        var results = await Runner.Post([Activate(New("alice", "x"), Seat("alice", 1)), Reap(over)]);

        Assert.Equal(DenialCode.Conflict, Refused(results[0]).Code);
    }

    private async Task<List<Lease>> Fill(int count)
    {
        var acts = Enumerable.Range(0, count).Select(i => (LeaseAct)Activate(New("alice", $"fill{i}"), Seat("alice", 1))).ToList();
        return [.. (await Runner.Post(acts)).Select(result => Assert.IsType<ActResult.Leased>(result).Lease)];
    }

    private async Task<(long, long)> LimitAndUse(LeaseAct act)
    {
        var denial = await Refused(act);
        Assert.Equal(DenialCode.SeatsExhausted, denial.Code);
        return (denial.Pool!.Limit, denial.Pool.InUse);
    }
}

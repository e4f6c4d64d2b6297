using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>Several leases on one seat: each ends once, and the seat frees once, with the last of them.</summary>
public sealed class SharedSeatTests : LedgerTest
{
    [Fact]
    public async Task A_second_session_of_the_same_holder_takes_no_second_seat()
    {
        await Issue(New("alice", "s1"), Seat("alice", 1));
        await Issue(New("alice", "s2"), Seat("alice", 1) with { LeaseSeconds = 60 });

        Assert.Equal(1, Taken());
        Assert.Equal(new SeatRow(Acme, 2, default, After(3_600)), SeatOf("alice"));
    }

    [Fact]
    public async Task The_seat_frees_only_with_the_last_lease()
    {
        var first = await Issue(New("alice", "s1"), Seat("alice", 1));
        var second = await Issue(New("alice", "s2"), Seat("alice", 1) with { LeaseSeconds = 60 });

        await End(Release(first));
        Assert.Equal(new SeatRow(Acme, 1, default, After(60)), SeatOf("alice"));
        Assert.Equal(DenialCode.SeatsExhausted, (await Refused(Activate(New("bob"), Seat("bob", 1)))).Code);

        await End(Release(second));
        Assert.Equal(0, Taken());
        Assert.Equal(["license.issued", "license.issued", "license.released", "license.released"], Facts);
    }

    [Fact]
    public async Task Both_ending_in_one_batch_free_the_seat_once()
    {
        var first = await Issue(New("alice", "s1"), Seat("alice", 2));
        var second = await Issue(New("alice", "s2"), Seat("alice", 2));
        await Issue(New("bob"), Seat("bob", 2));

        await Runner.Post([Release(first), Revoke(second)]);

        Assert.Equal(1, Taken());
        Assert.True(HasSeat("bob"));
    }

    [Fact]
    public async Task One_released_and_one_expired_free_the_seat_once()
    {
        var first = await Issue(New("alice", "s1"), Seat("alice", 1));
        var second = await Issue(New("alice", "s2"), Seat("alice", 1) with { LeaseSeconds = 60 });
        Ledger.Advance(60);

        await End(Release(first));
        await Runner.Post(Reap(second));

        Assert.Equal(0, Taken());
        Assert.Equal(["license.issued", "license.issued", "license.released", "license.expired"], Facts);
    }

    // Released was the longer one: the seat falls due in the very batch that wants it, and not as stored.
    [Fact]
    public async Task A_seat_that_the_batch_itself_makes_due_is_free_in_it()
    {
        var longer = await Issue(New("alice", "s1"), Seat("alice", 1));
        await Issue(New("alice", "s2"), Seat("alice", 1) with { LeaseSeconds = 60 });
        Ledger.Advance(60);

        var results = await Runner.Post([Release(longer), Activate(New("bob"), Seat("bob", 1))]);

        Assert.IsType<ActResult.Leased>(results[1]);
        Assert.False(HasSeat("alice"));
    }

    [Fact]
    public async Task A_renewal_of_one_moves_the_seats_end_only_to_the_latest()
    {
        var first = await Issue(New("alice", "s1"), Seat("alice", 1));
        await Issue(New("alice", "s2"), Seat("alice", 1) with { LeaseSeconds = 60 });
        Ledger.Advance(30);

        await Runner.Post(Renew(first, LeaseSamples.Grant() with { LeaseSeconds = 10 }));

        Assert.Equal(After(60), SeatOf("alice").FreeAt);
    }

    [Fact]
    public async Task Devices_of_one_user_are_counted_in_a_pool_of_the_users_own()
    {
        Grant On(string machine) => LeaseSamples.Grant(LeaseSamples.Seat("alice", 5), new Claim("user/alice", machine, 2));

        await Issue(New("alice", null, "m1"), On("m1"));
        var second = await Issue(New("alice", null, "m2"), On("m2"));
        await Issue(New("alice", "s9", "m2"), On("m2"));

        var denial = await Refused(Activate(New("alice", null, "m3"), On("m3")));
        Assert.Equal(("user/alice", 2, 2), (denial.Pool!.Name, denial.Pool.Limit, denial.Pool.InUse));
        Assert.Equal((1, 2), (Taken(), Taken("user/alice")));

        await End(Release(second));
        Assert.Equal(2, Taken("user/alice")); // s9 stands on m2 still
    }

    [Fact]
    public async Task All_claims_are_granted_together_or_none_is()
    {
        await Issue(New("bob"), LeaseSamples.Grant(LeaseSamples.Seat("bob", 5), new Claim("feature/export", "bob", 1)));
        var before = Rows;

        var act = Activate(New("alice"), LeaseSamples.Grant(LeaseSamples.Seat("alice", 5), new Claim("feature/export", "alice", 1)));
        var denial = await Refused(act);

        Assert.Equal("feature/export", denial.Pool!.Name);
        Assert.Equal(
            [new RuleResult(Rule.Seats, true, "seats"), new RuleResult(Rule.Seats, false, "feature/export")],
            denial.Trace.Where(line => line.Rule == Rule.Seats)
        );
        Assert.Equal(before, Rows);
    }

    [Fact]
    public async Task All_claims_of_a_lease_free_together()
    {
        var lease = await Issue(New("bob"), LeaseSamples.Grant(LeaseSamples.Seat("bob", 5), new Claim("feature/export", "bob", 1)));

        await End(Release(lease));

        Assert.Equal((0, 0), (Taken(), Taken("feature/export")));
    }

    [Fact]
    public async Task Two_claims_on_one_pool_need_two_seats()
    {
        Grant Two(long limit) => LeaseSamples.Grant(LeaseSamples.Seat("alice", limit), LeaseSamples.Seat("alice/2", limit));

        var denial = await Refused(Activate(New("alice"), Two(1)));
        Assert.Equal((DenialCode.SeatsExhausted, null), (denial.Code, denial.Pool!.NextSeatAt));

        await Issue(New("alice"), Two(2));
        Assert.Equal(2, Taken());
    }
}

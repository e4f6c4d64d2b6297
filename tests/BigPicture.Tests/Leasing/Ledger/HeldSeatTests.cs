using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>With <c>hold_revoked_seats</c> a revoked lease keeps its seat until the last token signed for it has run out.</summary>
public sealed class HeldSeatTests : LedgerTest
{
    protected override bool HoldRevokedSeats => true;

    [Fact]
    public async Task A_revoked_lease_keeps_its_seat_until_its_end()
    {
        await End(Revoke(await Issue("alice", limit: 1)));

        Ledger.Advance(3_599);
        var denial = await Refused(Activate(New("bob"), Seat("bob", 1)));
        Assert.Equal((1, After(3_600)), (denial.Pool!.InUse, denial.Pool.NextSeatAt));

        Ledger.Advance(1);
        await Issue("bob", limit: 1);
        Assert.False(HasSeat("alice"));
    }

    [Fact]
    public async Task It_is_held_until_the_latest_end_ever_signed_not_the_last_one()
    {
        var lease = await Issue("alice", limit: 1);
        var shorter = Assert.IsType<ActResult.Leased>(await Runner.Post(Renew(lease, LeaseSamples.Grant() with { LeaseSeconds = 60 })));
        await End(Revoke(shorter.Lease));

        Assert.Equal(new SeatRow(Acme, 0, After(3_600), After(3_600)), SeatOf("alice"));
    }

    [Fact]
    public async Task Grace_was_signed_too()
    {
        var lease = await Issue(New("alice"), Seat("alice", 1) with { GraceSeconds = 40 });
        await End(Revoke(lease));

        Assert.Equal(After(3_640), SeatOf("alice").HeldUntil);
    }

    [Fact]
    public async Task A_released_or_expired_lease_holds_nothing()
    {
        var (released, expired) = (await Issue("alice"), await Issue("bob"));
        await End(Release(released));
        Ledger.Advance(3_600);
        await Runner.Post(Reap(expired));

        Assert.Equal(0, Taken());
    }

    [Fact]
    public async Task The_holder_itself_may_come_back_to_its_held_seat()
    {
        await End(Revoke(await Issue("alice", limit: 1)));

        var back = await Issue(New("alice", "s2"), Seat("alice", 1) with { LeaseSeconds = 60 });
        Assert.Equal(new SeatRow(Acme, 1, After(3_600), After(3_600)), SeatOf("alice"));

        await End(Release(back));
        Assert.Equal(1, Taken());
    }

    [Fact]
    public async Task A_held_seat_with_another_lease_frees_only_when_both_are_over()
    {
        var revoked = await Issue(New("alice", "s1"), Seat("alice", 1) with { LeaseSeconds = 60 });
        var other = await Issue(New("alice", "s2"), Seat("alice", 1));
        await End(Revoke(revoked));
        Ledger.Advance(60);

        Assert.Equal(DenialCode.SeatsExhausted, (await Refused(Activate(New("bob"), Seat("bob", 1)))).Code);
        await End(Release(other));
        Assert.Equal(0, Taken());
    }

    [Fact]
    public async Task The_loop_frees_a_held_seat_once_its_time_has_come()
    {
        await End(Revoke(await Issue("alice")));
        var reap = new Reaping(Acme, Entitlement, [], [("seats", "alice")]);

        await Runner.Post(reap);
        Assert.Equal(1, Taken());
        Ledger.Advance(3_600);
        await Runner.Post([reap, reap]);

        Assert.Equal(0, Taken());
        Assert.Equal(["license.issued", "license.revoked"], Facts);
    }

    [Fact]
    public async Task Leases_revoked_with_their_entitlement_hold_their_seats_too()
    {
        await Issue("alice", limit: 1);
        await Change(2, hold: true, revoke: "fraud");

        Assert.Equal(DenialCode.SeatsExhausted, (await Refused(Activate(New("bob"), Seat("bob", 1) with { Version = 2 }))).Code);
        Assert.Equal(new SeatRow(Acme, 0, After(3_600), After(3_600)), SeatOf("alice"));
    }
}

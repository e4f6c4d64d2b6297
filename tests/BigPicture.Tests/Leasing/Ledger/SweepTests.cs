using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>Revocation of an entitlement's leases: in force at once, written down in steps; and due seats in a full pool.</summary>
public sealed class SweepTests : LedgerTest
{
    private static Grant SeatAt(string holder, long limit, long version) => Seat(holder, limit) with { Version = version };

    [Fact]
    public async Task It_is_in_force_before_any_row_is_written()
    {
        var lease = await Issue("alice", limit: 1);
        await Change(2, revoke: "fraud");

        Assert.Equal(LeaseState.Live, Rows.Leases[lease.Id].State);
        Assert.Equal(DenialCode.LeaseRevoked, (await Refused(Renew(lease, LeaseSamples.Grant() with { Version = 2 }))).Code);
    }

    [Fact]
    public async Task Its_seats_are_free_for_others_in_the_same_second()
    {
        for (var i = 0; i < 7; i++)
            await Issue($"u{i}", limit: 7);
        await Change(2, revoke: "fraud");

        await Issue(New("bob"), SeatAt("bob", 1, 2));

        Assert.Equal(1, Taken());
        Assert.Equal(7, Facts.Count(name => name == "license.revoked"));
    }

    [Fact]
    public async Task What_is_issued_later_in_the_same_second_lives_on()
    {
        await Issue("alice");
        await Change(2, revoke: "fraud");

        var lease = await Issue(New("bob"), SeatAt("bob", 10, 2));

        Assert.Equal(After(1), lease.IssuedAt);
        Assert.IsType<ActResult.Leased>(await Runner.Post(Renew(lease, LeaseSamples.Grant() with { Version = 2 })));
    }

    [Fact]
    public async Task A_second_one_in_the_same_second_ends_it_too()
    {
        await Change(2, revoke: "fraud");
        var lease = await Issue(New("bob"), SeatAt("bob", 10, 2));
        await Change(3, revoke: "fraud again");

        Assert.Equal(DenialCode.LeaseRevoked, (await Refused(Renew(lease, LeaseSamples.Grant() with { Version = 3 }))).Code);
        Assert.True((await Issue(New("carol"), SeatAt("carol", 10, 3))).IssuedAt > lease.IssuedAt);
    }

    [Fact]
    public async Task The_loop_writes_it_down_in_steps_and_ends_the_sweep_with_the_last()
    {
        var (first, second) = (await Issue("alice"), await Issue("bob"));
        await Change(2, revoke: "fraud");
        var cut = Rows.Books[Entitlement].RevokedBefore;

        await Runner.Post(Reap(first));
        Assert.True(Rows.Books[Entitlement].SweepPending);
        await Runner.Post(Reap(second) with { SweptBefore = cut });

        Assert.False(Rows.Books[Entitlement].SweepPending);
        Assert.Equal(0, Taken());
        Assert.Equal(["fraud", "fraud"], Rows.Leases.Values.Select(lease => lease.EndReason));
        Assert.Equal(2, Facts.Count(name => name == "license.revoked"));
    }

    [Fact]
    public async Task A_sweep_of_an_earlier_revocation_does_not_end_that_of_a_later()
    {
        await Change(2, revoke: "fraud");
        var cut = Rows.Books[Entitlement].RevokedBefore;
        Ledger.Advance(5);
        await Change(3, revoke: "fraud again");

        await Runner.Post(Reap() with { SweptBefore = cut });

        Assert.True(Rows.Books[Entitlement].SweepPending);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task No_refusal_while_a_due_seat_remains(int due)
    {
        for (var i = 0; i < due; i++)
            await Issue($"u{i}", limit: due, seconds: 60 + i);
        await Change(2, limits: ("seats", 1));
        Ledger.Advance(60 + due - 2);
        Assert.Equal(DenialCode.SeatsExhausted, (await Refused(Activate(New("bob"), SeatAt("bob", 1, 2)))).Code);

        Ledger.Advance(1);
        await Issue(New("bob"), SeatAt("bob", 1, 2));
        Assert.Equal(due, Facts.Count(name => name == "license.expired"));
        Assert.Equal(1, Taken());
    }

    [Fact]
    public async Task A_batch_frees_no_more_due_seats_than_a_step_when_that_is_enough()
    {
        for (var i = 0; i < 9; i++)
            await Issue($"u{i}", limit: 9, seconds: 60);
        Ledger.Advance(60);

        await Issue("bob", limit: 9);

        Assert.Equal(2, Facts.Count(name => name == "license.expired")); // the step of the store in memory
    }

    [Fact]
    public async Task A_pool_with_room_reads_no_due_seats_at_all()
    {
        await Issue("alice", limit: 9, seconds: 60);
        Ledger.Advance(60);

        await Issue("bob", limit: 9);

        Assert.DoesNotContain("license.expired", Facts);
    }
}

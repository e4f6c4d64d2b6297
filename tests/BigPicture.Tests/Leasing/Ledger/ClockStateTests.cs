using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using BigPicture.Testing.Leasing.Trials;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>What the ledger does while its clock cannot be believed.</summary>
public sealed class ClockStateTests : LedgerTest
{
    [Fact]
    public async Task While_the_clock_is_ahead_nothing_ends_and_nothing_frees()
    {
        var lease = await Issue("alice", limit: 1);
        Set(SkewKind.Ahead);

        await Runner.Post(Reap(lease));
        Assert.Equal(DenialCode.SeatsExhausted, (await Refused(Activate(New("bob"), Seat("bob", 1)))).Code);
        Assert.IsType<ActResult.Leased>(await Runner.Post(Renew(lease)));
        Assert.Equal(Start, Rows.Books[Entitlement].LastAt);
    }

    [Fact]
    public async Task While_it_is_ahead_a_block_does_not_end()
    {
        await Runner.Post(Revoke(await Issue("alice"), blockSeconds: 60));
        Set(SkewKind.Ahead);

        Assert.Equal(DenialCode.SubjectBlocked, (await Refused(Activate(New("alice", "s2"), Seat("alice", 1)))).Code);
    }

    [Fact]
    public async Task A_block_begun_while_it_is_ahead_lasts_no_longer_than_asked()
    {
        var lease = await Issue("alice");
        Set(SkewKind.Ahead);
        await Runner.Post(Revoke(lease, blockSeconds: 60));
        Set(SkewKind.Steady);
        Ledger.Advance(60);

        await Issue(New("alice", "s2"), Seat("alice", 1));
    }

    [Fact]
    public async Task A_change_made_while_it_is_ahead_takes_the_books_time_nowhere()
    {
        var lease = await Issue("alice");
        Set(SkewKind.Ahead);
        await Change(2);

        Assert.Equal(Start, Rows.Books[Entitlement].LastAt);
        Assert.IsType<ActResult.Leased>(await Runner.Post(Renew(lease, LeaseSamples.Grant() with { Version = 2 })));
    }

    [Fact]
    public async Task What_is_issued_while_it_is_ahead_is_revoked_while_it_is_ahead()
    {
        Set(SkewKind.Ahead);
        var lease = await Issue("alice");
        await Change(2, revoke: "fraud");

        Assert.Equal(DenialCode.LeaseRevoked, (await Refused(Renew(lease, LeaseSamples.Grant() with { Version = 2 }))).Code);
    }

    [Fact]
    public async Task What_is_issued_while_it_is_ahead_is_revoked_after_it_was_set_right()
    {
        Set(SkewKind.Ahead);
        var lease = await Issue("alice");
        Set(SkewKind.Steady);
        await Change(2, revoke: "fraud");

        Assert.Equal(DenialCode.LeaseRevoked, (await Refused(Renew(lease, LeaseSamples.Grant() with { Version = 2 }))).Code);
    }

    [Fact]
    public async Task While_it_is_back_nothing_is_granted_and_renewals_go_on()
    {
        var lease = await Issue("alice", limit: 5);
        Set(SkewKind.Back);

        var denial = await Refused(Activate(New("bob"), Seat("bob", 5)));
        Assert.Equal((DenialCode.Unavailable, 60), (denial.Code, denial.RetryAfterSeconds));
        Assert.IsType<ActResult.Leased>(await Runner.Post(Renew(lease)));
        Assert.Equal(LeaseState.Released, (await End(Release(lease))).State);
    }

    [Fact]
    public async Task A_books_time_never_goes_back()
    {
        var lease = await Issue("alice");
        Ledger.Advance(100);
        await Runner.Post(Renew(lease));
        var page = new LedgerPage(new ClockReading(Start, Start));
        page.Add(Rows.Books[Entitlement].ToBook(Entitlement));

        Assert.True(page.TryBook(Entitlement, out var book));
        Assert.Equal((After(100), After(100)), (page.Now(book), page.Trusted(book)));
    }
}

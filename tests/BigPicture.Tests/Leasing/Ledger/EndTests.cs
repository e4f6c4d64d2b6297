using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>Release, revocation, expiry: a lease ends once, whoever asks how often.</summary>
public sealed class EndTests : LedgerTest
{
    [Fact]
    public async Task A_release_frees_the_seat_and_tells_one_fact()
    {
        var lease = await Issue("alice", limit: 1);
        Ledger.Advance(5);

        var ended = await End(Release(lease));

        Assert.Equal((LeaseState.Released, After(5)), (ended.State, ended.EndedAt));
        Assert.Equal(0, Taken());
        Assert.Equal(["license.issued", "license.released"], Facts);
    }

    [Fact]
    public async Task A_second_release_is_answered_as_the_first_and_changes_nothing()
    {
        var lease = await Issue("alice", limit: 1);
        var first = await End(Release(lease));
        await Issue("bob", limit: 1);
        Ledger.Advance(5);

        Assert.Equal(first, await End(Release(lease)));
        Assert.Equal(1, Taken());
        Assert.Equal(["license.issued", "license.released", "license.issued"], Facts);
    }

    [Fact]
    public async Task Two_releases_in_one_batch_free_one_seat()
    {
        var lease = await Issue("alice", limit: 2);
        await Issue("bob", limit: 2);

        await Runner.Post([Release(lease), Release(lease)]);

        Assert.Equal(1, Taken());
    }

    [Fact]
    public async Task A_release_of_an_ended_lease_says_how_it_ended()
    {
        var (revoked, expired) = (await Issue("alice"), await Issue("bob"));
        await End(Revoke(revoked));
        Ledger.Advance(3_600);

        Assert.Equal(LeaseState.Revoked, (await End(Release(revoked, generation: 9))).State);
        Assert.Equal(LeaseState.Expired, (await End(Release(expired, generation: 9))).State);
        Assert.Equal(["license.issued", "license.issued", "license.revoked", "license.expired"], Facts);
    }

    [Fact]
    public async Task A_release_by_an_old_generation_is_refused()
    {
        var lease = await Issue("alice");
        await Runner.Post(Activate(New("alice"), Seat("alice", 10), takeover: true));

        Assert.Equal(DenialCode.LeaseSuperseded, (await Refused(Release(lease))).Code);
        Assert.Equal(1, Taken());
    }

    [Fact]
    public async Task A_release_of_an_unknown_lease_or_another_tenants_is_refused()
    {
        var lease = await Issue("alice");

        Assert.Equal(DenialCode.LeaseExpired, (await Refused(Release(New("bob")))).Code);
        Assert.Equal(DenialCode.LeaseExpired, (await Refused(Release(lease with { Tenant = new TenantId("evil") }))).Code);
        Assert.Equal(1, Taken());
    }

    [Fact]
    public async Task A_revocation_ends_the_lease_with_its_reason_once()
    {
        var lease = await Issue("alice");
        var first = await End(Revoke(lease));

        Assert.Equal((LeaseState.Revoked, "lost laptop"), (first.State, first.EndReason));
        Assert.Equal(first, await End(Revoke(lease)));
        Assert.Equal(0, Taken());
        Assert.Equal(["license.issued", "license.revoked"], Facts);
    }

    [Fact]
    public async Task A_revocation_of_an_ended_lease_still_blocks_its_subject()
    {
        var lease = await Issue("alice");
        await End(Release(lease));

        Assert.Equal(LeaseState.Released, (await End(Revoke(lease, blockSeconds: 60))).State);
        Assert.Equal(DenialCode.SubjectBlocked, (await Refused(Activate(New("alice"), Seat("alice", 1)))).Code);
    }

    [Fact]
    public async Task A_revocation_of_an_unknown_lease_or_another_tenants_is_not_found()
    {
        var lease = await Issue("alice");

        Assert.Equal(DenialCode.NotFound, (await Refused(Revoke(New("bob")))).Code);
        Assert.Equal(DenialCode.NotFound, (await Refused(Revoke(lease with { Tenant = new TenantId("evil") }, 60))).Code);
        Assert.Empty(Rows.Blocks);
        Assert.Equal(1, Taken());
    }

    [Fact]
    public async Task In_one_batch_a_revocation_goes_before_everything()
    {
        var lease = await Issue("alice");

        var results = await Runner.Post([Renew(lease), Release(lease), Revoke(lease)]);

        Assert.Equal(DenialCode.LeaseRevoked, Refused(results[0]).Code);
        Assert.Equal(LeaseState.Revoked, Assert.IsType<ActResult.Ended>(results[1]).Lease.State);
        Assert.Equal(["license.issued", "license.revoked"], Facts);
    }

    [Fact]
    public async Task Expiry_is_written_down_once_by_the_loop()
    {
        var lease = await Issue("alice");
        Ledger.Advance(3_600);

        Assert.IsType<ActResult.Done>(await Runner.Post(Reap(lease, lease)));
        Assert.IsType<ActResult.Done>(await Runner.Post(Reap(lease)));

        Assert.Equal(["license.issued", "license.expired"], Facts);
        Assert.Equal(0, Taken());
    }

    [Fact]
    public async Task The_loop_leaves_alone_what_is_not_due()
    {
        var lease = await Issue("alice");
        Ledger.Advance(3_599);

        await Runner.Post(Reap(lease));

        Assert.Equal(["license.issued"], Facts);
    }

    [Fact]
    public async Task A_lease_renewed_after_the_loop_saw_it_due_lives_on()
    {
        var lease = await Issue("alice");
        await Runner.Post(Renew(lease, LeaseSamples.Grant() with { LeaseSeconds = 9_000 }));
        Ledger.Advance(3_600);

        await Runner.Post(Reap(lease));

        Assert.Equal(1, Taken());
    }

    // The batch has read the lease for its owner, so the page holds it when the stranger's act comes.
    [Fact]
    public async Task In_one_batch_a_stranger_touches_nothing_of_what_its_owner_had_read()
    {
        var lease = await Issue("alice");
        var foreign = lease with { Tenant = new TenantId("evil") };

        var results = await Runner.Post([Renew(lease), Renew(foreign), Release(foreign), Revoke(foreign, blockSeconds: 60)]);

        Assert.Equal(
            [DenialCode.LeaseExpired, DenialCode.LeaseExpired, DenialCode.NotFound],
            results.Skip(1).Select(result => Refused(result).Code)
        );
        Assert.Equal(["license.issued", "license.renewed"], Facts);
        Assert.Empty(Rows.Blocks);
    }
}

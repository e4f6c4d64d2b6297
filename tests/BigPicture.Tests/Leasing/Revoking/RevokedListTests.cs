using BigPicture.Application.Entitlements;
using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Revoking;
using BigPicture.Domain.Shared;
using BigPicture.Protocol.Revocations;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Leasing.Revoking;

public sealed class SqliteRevokedListTests() : RevokedListTests(TestDatabase.Sqlite);

public sealed class PostgresRevokedListTests() : RevokedListTests(TestDatabase.Postgres);

/// <summary>What acts put on the list, and when it goes from there.</summary>
public abstract class RevokedListTests(TestDatabase database) : RevokingTest(database)
{
    [Fact]
    public async Task What_nobody_revoked_is_on_no_list_and_moves_no_epoch()
    {
        await Server.AddEntitlement();
        var before = await List();
        var alice = await Lease("alice");
        Server.Clock.Advance(TimeSpan.FromMinutes(50));
        alice = await Server.Do(new RenewLease(alice.Token));
        await Lease("alice", takeover: true);
        await Server.Do(new ReleaseLease((await Lease("bob")).Token));

        var after = await List();
        Assert.Equal((0, 0, 0), (after.Leases.Count, after.Entitlements.Count, after.Keys.Count));
        Assert.Equal(before.Epoch, after.Epoch);
        Assert.Equal(RevokedBy.Nothing, Find(after, alice.Token));
    }

    [Fact]
    public async Task A_revoked_lease_is_listed_until_its_last_token_has_ended()
    {
        await Server.AddEntitlement();
        var before = await List();
        var alice = await Lease("alice");
        var bob = await Lease("bob");
        await Server.Do(new RevokeLease(alice.Lease.Id, "lost"));

        var list = await List();
        Assert.True(list.IsNewerThan(before));
        Assert.True(list.Epoch > before.Epoch);
        Assert.Equal([alice.Lease.Id.ToString()], list.Leases);
        Assert.Equal((RevokedBy.Lease, RevokedBy.Nothing), (Find(list, alice.Token), Find(list, bob.Token)));

        Server.Clock.Advance(TimeSpan.FromSeconds(3_599));
        Assert.Single((await List()).Leases);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        var later = await List();
        Assert.Empty(later.Leases);
        Assert.Equal(list.Epoch, later.Epoch);
        Assert.True(later.IsNewerThan(list));
    }

    [Fact]
    public async Task An_act_that_revokes_nothing_moves_no_epoch()
    {
        var id = (await Server.AddEntitlement()).Id;
        var alice = await Lease("alice");
        await Server.Do(new RevokeLease(alice.Lease.Id, "lost"));
        var before = await List();

        await Server.Do(new RevokeLease(alice.Lease.Id, "lost again"));
        await Server.Do(new SuspendEntitlement(id, "unpaid"));
        await Server.Do(new ReinstateEntitlement(id, "paid"));
        Assert.Equal(before.Epoch, (await List()).Epoch);
    }

    [Fact]
    public async Task All_leases_of_an_entitlement_are_one_entry_that_later_leases_do_not_fall_under()
    {
        var id = (await Server.AddEntitlement()).Id;
        var alice = await Lease("alice");
        var bob = await Lease("bob");
        var before = await List();
        await Server.Do(new SuspendEntitlement(id, "unpaid") { RevokeActiveLeases = true });
        await Server.Do(new ReapLeases());
        await Server.Do(new ReinstateEntitlement(id, "paid"));
        var carol = await Lease("carol");

        var list = await List();
        Assert.True(list.Epoch > before.Epoch);
        Assert.Empty(list.Leases);
        Assert.Equal(id.ToString(), Assert.Single(list.Entitlements).Id);
        Assert.Equal((RevokedBy.Entitlement, RevokedBy.Entitlement), (Find(list, alice.Token), Find(list, bob.Token)));
        Assert.Equal(RevokedBy.Nothing, Find(list, carol.Token));

        Server.Clock.Advance(TimeSpan.FromSeconds(3_600));
        Assert.Empty((await List()).Entitlements);
    }

    [Fact]
    public async Task Revoking_an_entitlement_and_ending_leases_with_a_new_policy_move_the_epoch()
    {
        var id = (await Server.AddEntitlement()).Id;
        var alice = await Lease("alice");
        var first = await List();
        await Server.Do(
            new ChangeEntitlement(id) { Policy = Catalogue.Json("""{"type":"per_user","max_seats":3}"""), RevokeActiveLeases = true }
        );
        var second = await List();
        Assert.True(second.Epoch > first.Epoch);
        Assert.Equal(RevokedBy.Entitlement, Find(second, alice.Token));

        var again = await Lease("alice");
        await Server.Do(new RevokeEntitlement(id, "fraud"));
        var third = await List();
        Assert.True(third.Epoch > second.Epoch);
        Assert.Equal(RevokedBy.Entitlement, Find(third, again.Token));
        Assert.Single(third.Entitlements);
    }

    [Fact]
    public async Task Another_tenant_s_list_and_epoch_stay_as_they_are()
    {
        await Server.AddEntitlement();
        var before = await List("globex");
        await Server.Do(new RevokeLease((await Lease("alice")).Lease.Id, "lost"));

        var after = await List("globex");
        Assert.Equal(before.Epoch, after.Epoch);
        Assert.Empty(after.Leases);
    }

    [Fact]
    public async Task What_has_ended_is_taken_away_and_nothing_else()
    {
        await Server.AddEntitlement();
        await Server.Do(new RevokeLease((await Lease("alice")).Lease.Id, "lost"));
        Server.Clock.Advance(TimeSpan.FromDays(1));
        await Server.Do(new RevokeLease((await Lease("bob")).Lease.Id, "lost"));
        Server.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, await Server.Do(new PurgeRevoked()));
        Assert.Equal(1, await Server.Count<Revoked>());
        Assert.Equal(0, await Server.Do(new PurgeRevoked()));
    }

    [Fact]
    public async Task A_list_is_the_same_until_something_changes_and_new_long_before_it_is_stale()
    {
        var first = await Server.Do(new GetRevocations(Catalogue.Acme));
        Server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(first, await Server.Do(new GetRevocations(Catalogue.Acme)));

        Server.Clock.Advance(TimeSpan.FromHours(12));
        var second = await Verify((await Server.Do(new GetRevocations(Catalogue.Acme))).Token);
        Assert.Equal(first.Epoch, second.Epoch);
        Assert.True(second.ExpiresAt - Server.Clock.GetUtcNow() >= TimeSpan.FromHours(12));
    }

    [Fact]
    public async Task Who_may_not_see_a_tenant_hears_no_more_than_that_it_does_not_exist()
    {
        Assert.Equal(DenialCode.NotFound, (await Server.Refused(new GetRevocations(new TenantId("nobody")))).Code);
        var another = await Server.Refused(new GetRevocations(Catalogue.Acme), Callers.Of("globex"));
        Assert.Equal(DenialCode.NotFound, another.Code);
        var none = await Server.Refused(new GetRevocations(null));
        Assert.Equal("tenant_id", Assert.Single(none.Errors).Field);
        await Server.Do(new GetRevocations(null), Callers.Of("globex"));
    }
}

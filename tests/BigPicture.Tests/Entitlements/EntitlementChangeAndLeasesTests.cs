using BigPicture.Application.Entitlements;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class SqliteEntitlementChangeAndLeasesTests() : EntitlementChangeAndLeasesTests(TestDatabase.Sqlite);

public sealed class PostgresEntitlementChangeAndLeasesTests() : EntitlementChangeAndLeasesTests(TestDatabase.Postgres);

/// <summary>What a change of an entitlement does to leases that live, over the real ledger.</summary>
public abstract class EntitlementChangeAndLeasesTests(TestDatabase database) : IAsyncLifetime
{
    private readonly TestServer server = new(database: database);

    public async ValueTask InitializeAsync()
    {
        await server.Start();
        await server.AddNames(["acme"], ["cad-pro"]);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Another_type_waits_for_live_leases_or_ends_them()
    {
        var id = (await server.AddEntitlement()).Id;
        var alice = await Lease("alice");
        var perUser = new ChangeEntitlement(id) { Policy = Catalogue.Json("""{"type":"per_user","max_seats":3}""") };

        var denial = await server.Refused(perUser);
        Assert.Equal((DenialCode.Conflict, id), (denial.Code, denial.Entitlement));
        await server.Do(new RenewLease(alice.Token));

        await server.Do(perUser with { RevokeActiveLeases = true });
        Assert.Equal(DenialCode.LeaseRevoked, (await server.Refused(new RenewLease(alice.Token))).Code);
        Assert.Equal("per_user", (await Lease("alice")).Lease.LicenseType);
    }

    [Fact]
    public async Task Another_type_is_free_once_nobody_holds_a_lease()
    {
        var id = (await server.AddEntitlement()).Id;
        var alice = await Lease("alice");
        await server.Do(new ReleaseLease(alice.Token));

        await server.Do(new ChangeEntitlement(id) { Policy = Catalogue.Json("""{"type":"per_user","max_seats":3}""") });
    }

    [Fact]
    public async Task A_feature_pool_stays_while_somebody_sits_in_it()
    {
        var id = (await server.AddEntitlement()).Id;
        var withoutPool = new ChangeEntitlement(id)
        {
            Policy = Catalogue.Json("""{"type":"concurrent","max_seats":3,"features":["export","render"]}"""),
        };
        await Lease("alice");
        var bob = await Lease("bob", "render");

        Assert.Equal(DenialCode.Conflict, (await server.Refused(withoutPool)).Code);
        await server.Do(new ReleaseLease(bob.Token));
        await server.Do(withoutPool);
    }

    [Fact]
    public async Task Fewer_seats_than_are_taken_refuse_the_next_grant_and_no_renewal()
    {
        var id = (await server.AddEntitlement()).Id;
        var alice = await Lease("alice");
        var bob = await Lease("bob");

        await server.Do(
            new ChangeEntitlement(id) { Policy = Catalogue.Json("""{"type":"concurrent","max_seats":1,"features":["export"]}""") }
        );

        server.Clock.Advance(TimeSpan.FromMinutes(50));
        await server.Do(new RenewLease(alice.Token));
        Assert.Equal(DenialCode.SeatsExhausted, (await server.Refused(Ask("carol"))).Code);
        await server.Do(new ReleaseLease(bob.Token));
        Assert.Equal(DenialCode.SeatsExhausted, (await server.Refused(Ask("carol"))).Code);
        await server.Do(new ReleaseLease(alice.Token));
        await Lease("carol");
    }

    [Fact]
    public async Task A_nearer_end_ends_the_leases_too()
    {
        var id = (await server.AddEntitlement()).Id;
        var alice = await Lease("alice");

        await server.Do(new ChangeEntitlement(id) { EndsAt = server.Now + 120 });

        var lease = (await server.Do(new GetLease(alice.Lease.Id))).Lease;
        Assert.Equal(server.Now + 120, lease.ExpiresAt);
        server.Clock.Advance(TimeSpan.FromSeconds(120));
        Assert.Equal(DenialCode.LeaseExpired, (await server.Refused(new RenewLease(alice.Token))).Code);
        Assert.Equal(DenialCode.EntitlementExpired, (await server.Refused(Ask("bob"))).Code);
    }

    [Theory]
    [InlineData(false, DenialCode.EntitlementRevoked)]
    [InlineData(true, DenialCode.LeaseRevoked)]
    public async Task Revocation_refuses_grants_and_renewals_and_ends_leases_when_asked(bool ends, DenialCode renewal)
    {
        var id = (await server.AddEntitlement()).Id;
        var alice = await Lease("alice");

        await server.Do(new RevokeEntitlement(id, "fraud") { RevokeActiveLeases = ends });

        Assert.Equal(DenialCode.EntitlementRevoked, (await server.Refused(Ask("bob"))).Code);
        Assert.Equal(renewal, (await server.Refused(new RenewLease(alice.Token))).Code);
    }

    [Fact]
    public async Task Revoked_again_with_its_leases_it_ends_them_at_the_version_that_stands()
    {
        var id = (await server.AddEntitlement()).Id;
        var alice = await Lease("alice");
        await server.Do(new RevokeEntitlement(id, "fraud") { RevokeActiveLeases = false });

        await server.Do(new RevokeEntitlement(id, "fraud"));

        Assert.Equal(DenialCode.LeaseRevoked, (await server.Refused(new RenewLease(alice.Token))).Code);
    }

    [Fact]
    public async Task After_reinstatement_a_lease_that_ran_on_renews_and_others_are_granted()
    {
        var id = (await server.AddEntitlement()).Id;
        var alice = await Lease("alice");
        await server.Do(new SuspendEntitlement(id, "unpaid"));
        Assert.Equal(DenialCode.EntitlementSuspended, (await server.Refused(new RenewLease(alice.Token))).Code);
        Assert.Equal(DenialCode.EntitlementSuspended, (await server.Refused(Ask("bob"))).Code);

        await server.Do(new ReinstateEntitlement(id, "paid"));

        await server.Do(new RenewLease(alice.Token));
        await Lease("bob");
    }

    [Fact]
    public async Task A_renewed_period_serves_leases_before_and_after_the_loop_has_stored_it()
    {
        await server.AddEntitlement(Catalogue.Draft() with { EndsAt = server.Now + 60, AutoRenew = true, RenewalDays = 1 });
        server.Clock.Advance(TimeSpan.FromSeconds(60));

        var alice = await Lease("alice");
        await server.Do(new RenewDueEntitlements());

        await server.Do(new RenewLease(alice.Token));
        Assert.Equal(server.Now + 3_600, (await Lease("bob")).Lease.ExpiresAt);
    }

    private Task<LeaseAnswer> Lease(string user, params string[] features) => server.Do(Ask(user, features));

    private static ActivateLease Ask(string user, params string[] features) =>
        new(
            new LeaseApplication
            {
                Tenant = Catalogue.Acme,
                Product = Catalogue.CadPro,
                Subject = new Subject(SubjectKind.User, user),
                SessionId = "s",
                Features = features.Length == 0 ? null : [.. features],
            }
        );
}

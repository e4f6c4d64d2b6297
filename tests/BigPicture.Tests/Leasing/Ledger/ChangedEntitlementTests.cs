using BigPicture.Application.Entitlements;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using BigPicture.LicenseTypes;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>Entitlements change in transactions of their own, beside the ledger's batches: counters and times stay those of the rows.</summary>
public sealed class ChangedEntitlementTests : IAsyncLifetime
{
    private const string PerUser =
        """{"type":"per_user","max_seats":2,"machines_per_user":2,"grace_seconds":300,"lease_seconds_max":7200,"features":["export"],"feature_seats":{"export":1}}""";

    private readonly TestServer server = new();

    public async ValueTask InitializeAsync()
    {
        await server.Start();
        await server.AddNames(["acme"], ["cad-pro"]);
    }

    public async ValueTask DisposeAsync()
    {
        await CheckCounters();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_nearer_end_moves_leases_grace_and_seats_and_the_seats_free_by_it()
    {
        var id = (await server.AddEntitlement(Catalogue.Draft(policy: PerUser))).Id;
        var longer = await Lease("alice", "m1", 7_200);
        var shorter = await Lease("alice", "m2", 60);
        var graced = await Lease("bob", "m3", 3_600);
        var end = server.Now + 3_700; // in bob's grace

        await server.Do(new ChangeEntitlement(id) { EndsAt = end });
        await CheckCounters();

        Assert.Equal((end, null, end), Times(await Row(longer)));
        Assert.Equal((server.Now + 60, server.Now + 360, server.Now + 360), Times(await Row(shorter)));
        Assert.Equal((server.Now + 3_600, end, end), Times(await Row(graced)));
        Assert.Equal([end, end], (await Seats("seats")).Select(seat => seat.FreeAt));

        // Its tokens say more than its row, which decides: so what was signed stays noted.
        Assert.Equal(server.Now + 7_500, (await Row(longer)).SignedUntil);
    }

    [Fact]
    public async Task After_a_cut_leases_renew_and_release_as_ever()
    {
        var id = (await server.AddEntitlement(Catalogue.Draft(policy: PerUser))).Id;
        var alice = await Lease("alice", "m1", 7_200);
        var second = await Lease("alice", "m2", 7_200);
        await server.Do(new ChangeEntitlement(id) { EndsAt = server.Now + 1_000 });

        await server.Do(new RenewLease(alice.Token));
        await CheckCounters();
        await server.Do(new ReleaseLease(second.Token));
        await CheckCounters();
        await server.Do(new ChangeEntitlement(id) { EndsAt = server.Now + 9_000 });
        var renewed = await server.Do(new RenewLease(alice.Token));

        Assert.Equal(server.Now + 7_500, renewed.Lease.EndsAt);
        Assert.Equal(server.Now + 7_500, (await Seats("seats")).Single().FreeAt);
    }

    [Fact]
    public async Task An_end_in_the_past_ends_all_leases_and_the_loop_frees_every_seat()
    {
        var id = (await server.AddEntitlement(Catalogue.Draft(policy: PerUser))).Id;
        var alice = await Lease("alice", "m1", 3_600);
        await Lease("bob", "m2", 3_600);
        server.Clock.Advance(TimeSpan.FromSeconds(600));
        await server.Do(new ChangeEntitlement(id) { EndsAt = server.Now - 10 });
        await CheckCounters();

        Assert.Equal(DenialCode.LeaseExpired, (await server.Refused(new RenewLease(alice.Token))).Code);
        await server.Do(new ReapLeases());

        Assert.Empty(await Seats("seats"));
        Assert.Equal(2, (await server.Events()).Count(name => name == "license.expired"));
    }

    [Fact]
    public async Task A_cut_frees_no_seat_that_a_revoked_lease_holds()
    {
        var id = (
            await server.AddEntitlement(Catalogue.Draft(policy: """{"type":"concurrent","max_seats":1,"hold_revoked_seats":true}"""))
        ).Id;
        var alice = await Lease("alice", "m1", 3_600);
        await server.Do(new RevokeLease(alice.Lease.Id, "lost"));
        var held = server.Now + 3_600;
        await server.Do(new ChangeEntitlement(id) { EndsAt = server.Now + 60 });
        await server.Do(new ChangeEntitlement(id) { EndsAt = server.Now + 9_000 });

        Assert.Equal(held, (await Seats("seats")).Single().FreeAt);
        Assert.Equal(held, (await server.Refused(Ask("bob", "m2", 60))).Pool!.NextSeatAt);
    }

    [Fact]
    public async Task Revoked_leases_are_swept_by_the_loop_each_with_one_event()
    {
        var id = (await server.AddEntitlement(Catalogue.Draft(policy: PerUser))).Id;
        await Lease("alice", "m1", 3_600);
        await Lease("alice", "m2", 3_600);
        await Lease("bob", "m3", 3_600);
        await server.Do(new SuspendEntitlement(id, "unpaid") { RevokeActiveLeases = true });
        await CheckCounters();

        await server.Do(new ReapLeases());
        await server.Do(new ReapLeases());

        Assert.Empty(await Seats("seats"));
        Assert.Empty(await Seats("user/alice"));
        Assert.Equal(3, (await server.Events()).Count(name => name == "license.revoked"));
        Assert.False(await server.Read(async db => (await db.Set<Book>().FindAsync(Catalogue.Acme, id))!.SweepPending));
    }

    [Fact]
    public async Task A_refused_change_leaves_the_book_as_it_was()
    {
        var id = (await server.AddEntitlement(Catalogue.Draft(policy: PerUser))).Id;
        var alice = await Lease("alice", "m1", 3_600);

        var other = new ChangeEntitlement(id)
        {
            Policy = Catalogue.Json("""{"type":"concurrent","max_seats":9}"""),
            EndsAt = server.Now + 60,
        };
        Assert.Equal(DenialCode.Conflict, (await server.Refused(other)).Code);

        Assert.Equal(server.Now + 3_900, (await Row(alice)).EndsAt);
        await server.Do(new RenewLease(alice.Token));
        Assert.Equal(2, await server.Read(async db => (await db.Set<Pool>().FindAsync(Catalogue.Acme, id, "seats"))!.Limit));
    }

    [Fact]
    public async Task Ends_cut_while_the_server_is_busy_are_the_ends_that_count()
    {
        var id = (await server.AddEntitlement(Catalogue.Draft(policy: """{"type":"concurrent","max_seats":50}"""))).Id;
        var asks = Enumerable.Range(0, 50).Select(i => server.Send(Ask($"u{i}", "m", 3_600)));
        var cut = server.Now + 100;
        var change = server.Do(new ChangeEntitlement(id) { EndsAt = cut });
        await Task.WhenAll([.. asks, change]);

        // Whoever came before the change was cut; whoever came after was granted no more.
        Assert.All(
            await server.Read(async db => await Task.FromResult(db.Set<Lease>().ToList())),
            lease => Assert.Equal(cut, lease.EndsAt)
        );
    }

    private Task<LeaseAnswer> Lease(string user, string machine, int seconds) => server.Do(Ask(user, machine, seconds));

    private static ActivateLease Ask(string user, string machine, int seconds) =>
        new(
            new LeaseApplication
            {
                Tenant = Catalogue.Acme,
                Product = Catalogue.CadPro,
                Subject = new Subject(SubjectKind.User, user),
                MachineId = machine,
                DurationSeconds = seconds,
            }
        );

    private static (Instant, Instant?, Instant) Times(Lease lease) => (lease.ExpiresAt, lease.GraceUntil, lease.EndsAt);

    private async Task<Lease> Row(LeaseAnswer answer) => (await server.Do(new GetLease(answer.Lease.Id))).Lease;

    private Task<List<Seat>> Seats(string pool) =>
        server.Read(db => Task.FromResult(db.Set<Seat>().Where(seat => seat.Pool == pool).ToList()));

    private async Task CheckCounters() =>
        Assert.Empty(await server.Read(db => new LedgerAudit(db).Find(10, TestContext.Current.CancellationToken)));
}

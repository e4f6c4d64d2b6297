using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Purging;
using BigPicture.Application.Telemetry.Purging;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using BigPicture.Testing.Leasing;
using BigPicture.Tests.Leasing.Ledger;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Purging;

public sealed class SqliteRetentionTests() : RetentionTests(async () => await SqliteLedger.Create());

public sealed class PostgresRetentionTests() : RetentionTests(async () => await PostgresLedger.Create());

/// <summary>What is over is kept for its days, and then the tables are as small as before.</summary>
public abstract class RetentionTests : IAsyncLifetime
{
    private const int Day = 86_400;
    private static readonly Retention Kept = new();

    private readonly Func<Task<StoredLedger>> create;
    private StoredLedger ledger = null!;
    private BatchRunner runner = null!;
    private int ids;

    internal RetentionTests(Func<Task<StoredLedger>> create) => this.create = create;

    public async ValueTask InitializeAsync()
    {
        ledger = await create();
        runner = new BatchRunner(ledger);
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await ledger.Audit());
        await ledger.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_lease_goes_when_its_days_are_over_and_not_a_second_before()
    {
        await ledger.Open(OpenBook());
        var lease = await Issue("alice");
        await runner.Post(Release(lease));

        ledger.Advance(Days(Kept.LeaseDays) + 3_600 - 1); // its token would have run for an hour
        await PurgeLeases();
        Assert.True((await ledger.Read()).Leases.ContainsKey(lease.Id));

        ledger.Advance(1);
        await PurgeLeases();
        Assert.Empty((await ledger.Read()).Leases);
    }

    [Fact]
    public async Task However_a_lease_ended_it_goes()
    {
        await ledger.Open(OpenBook());
        var (released, revoked, expired) = (await Issue("alice"), await Issue("bob"), await Issue("carol"));
        await runner.Post(Release(released));
        await runner.Post(Revoke(revoked));
        ledger.Advance(3_600);
        await runner.Post(Reap(expired));

        ledger.Advance(Days(Kept.LeaseDays));
        await PurgeLeases();

        Assert.Empty((await ledger.Read()).Leases);
    }

    [Fact]
    public async Task A_live_lease_stays_however_old_it_is()
    {
        await ledger.Open(OpenBook());
        var lease = await Issue("alice", days: 3_650);

        ledger.Advance(Days(3_649));
        await PurgeLeases();

        Assert.Equal(LeaseState.Live, (await ledger.Read()).Leases[lease.Id].State);
        Assert.IsType<ActResult.Leased>(await runner.Post(Renew(lease)));
    }

    [Fact]
    public async Task A_lease_that_ran_out_stays_until_that_is_written_down()
    {
        await ledger.Open(OpenBook());
        var lease = await Issue("alice");

        ledger.Advance(Days(Kept.LeaseDays + 1));
        await PurgeLeases();

        Assert.True((await ledger.Read()).Leases.ContainsKey(lease.Id));
    }

    [Fact]
    public async Task A_seat_that_a_revoked_lease_holds_stays_and_so_does_the_lease()
    {
        await ledger.Open(OpenBook(holdRevokedSeats: true));
        var lease = await Issue("alice", days: 200);
        await runner.Post(Revoke(lease));

        ledger.Advance(Days(Kept.LeaseDays + 1));
        await PurgeLeases();

        var rows = await ledger.Read();
        Assert.Equal(LeaseState.Revoked, Assert.Single(rows.Leases).Value.State);
        Assert.Single(rows.Seats);
        Assert.Equal(1, Assert.Single(rows.Pools).Value.Taken);
    }

    [Fact]
    public async Task One_step_looks_at_a_bounded_stretch_and_the_next_goes_on_behind_it()
    {
        await ledger.Open(OpenBook());
        const int count = Application.Leasing.Purging.PurgeLeases.StretchMax + 5;
        await ledger.Add(Ended(Acme, Entitlement, count));
        ledger.Advance(Days(Kept.LeaseDays + 1));

        Assert.True(await Do(new PurgeLeases())); // enters the tenant
        Assert.True(await Do(new PurgeLeases()));
        Assert.Equal(5, (await ledger.Read()).Leases.Count);
        await PurgeLeases();
        Assert.Empty((await ledger.Read()).Leases);
    }

    [Fact]
    public async Task Leases_of_every_tenant_go()
    {
        foreach (var tenant in new[] { "a", "m", "z" })
        {
            await ledger.Open(OpenBook(EntitlementOf(tenant[0])) with { Tenant = new TenantId(tenant) });
            await ledger.Add(Ended(new TenantId(tenant), EntitlementOf(tenant[0]), 3));
        }
        ledger.Advance(Days(Kept.LeaseDays + 1));

        await PurgeLeases();

        Assert.Empty((await ledger.Read()).Leases);
    }

    [Fact]
    public async Task A_block_goes_once_it_is_over_for_as_long_as_leases_are_kept()
    {
        await ledger.Open(OpenBook());
        await runner.Post(Revoke(await Issue("alice"), blockSeconds: 60));

        ledger.Advance(Days(Kept.LeaseDays) + 59);
        await PurgeLeases();
        Assert.Single((await ledger.Read()).Blocks);

        ledger.Advance(1);
        await PurgeLeases();
        Assert.Empty((await ledger.Read()).Blocks);
    }

    [Fact]
    public async Task Events_are_kept_class_by_class()
    {
        await ledger.Add(EventsOf("license.issued", "license.denied", "tenant.created", "feature.used", "key.rotated"));
        string[] audit = ["tenant.created", "key.rotated"];

        ledger.Advance(Days(Kept.EventDays) - 1);
        await PurgeEvents();
        Assert.Equal(5, (await Events()).Count);

        ledger.Advance(1);
        await Do(new PurgeEvents(EventClass.Denials));
        Assert.Equal(["license.issued", "tenant.created", "feature.used", "key.rotated"], await Events());
        await PurgeEvents();
        Assert.Equal(audit, await Events());

        ledger.Advance(Days(Kept.AuditDays - Kept.EventDays) - 1);
        await PurgeEvents();
        Assert.Equal(audit, await Events());
        ledger.Advance(1);
        await PurgeEvents();
        Assert.Empty(await Events());
    }

    [Fact]
    public async Task Events_that_come_after_all_others_were_purged_have_a_later_position()
    {
        await ledger.Add(EventsOf("license.issued", "license.issued"));
        var before = await LastPosition();
        ledger.Advance(Days(Kept.EventDays));
        await PurgeEvents();
        Assert.Empty(await Events());

        await ledger.Add(EventsOf("license.issued"));

        Assert.True(await LastPosition() > before);
    }

    [Fact]
    public async Task After_all_retention_every_table_has_as_many_rows_as_before()
    {
        await ledger.Open(OpenBook());
        await PurgeEvents();
        var before = await CountRows();
        for (var i = 0; i < 20; i++)
        {
            var lease = await Issue($"u{i}", pool: $"user/u{i}");
            if (i % 3 == 0)
                await runner.Post(Release(lease));
            else if (i % 3 == 1)
                await runner.Post(Revoke(lease, blockSeconds: 600));
        }
        Assert.NotEqual(before, await CountRows());

        ledger.Advance(Days(1));
        await runner.Post(Reap([.. (await ledger.Read()).Leases.Values.Where(lease => lease.State == LeaseState.Live)]));
        ledger.Advance(Days(Kept.AuditDays));
        await PurgeLeases();
        while (await Do(new PurgePools())) { }
        await PurgeEvents();

        Assert.Equal(before, await CountRows());
    }

    private async Task<Lease> Issue(string user, int days = 0, string pool = "seats")
    {
        var grant = Grant(new Claim(pool, user, 10, 0)) with { LeaseSeconds = days == 0 ? 3_600 : (int)Days(days) };
        var act = Activate(Lease(LeaseOf(++ids), user), grant);
        return Assert.IsType<ActResult.Leased>(await runner.Post(act)).Lease;
    }

    private async Task PurgeLeases()
    {
        while (await Do(new PurgeLeases())) { }
    }

    private async Task PurgeEvents()
    {
        foreach (var kept in Enum.GetValues<EventClass>())
            while (await Do(new PurgeEvents(kept))) { }
    }

    private async Task<T> Do<T>(IRequest<Outcome<T>> command)
    {
        await using var scope = ledger.Services.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, TestContext.Current.CancellationToken);
        Assert.False(outcome.IsDenied(out var denial), denial?.Message);
        return outcome.Value;
    }

    private async Task<List<string>> Events() => [.. (await ledger.Read()).Events.Select(row => row.Name)];

    private async Task<long> LastPosition()
    {
        await ledger.Read(); // numbers them
        await using var scope = ledger.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<LicensingDb>()
            .Set<EventRow>()
            .MaxAsync(row => EF.Property<long>(row, "Position"), TestContext.Current.CancellationToken);
    }

    private async Task<string> CountRows()
    {
        var rows = await ledger.Read();
        return $"{rows.Books.Count} books, {rows.Pools.Count} pools, {rows.Seats.Count} seats, {rows.Leases.Count} leases, "
            + $"{rows.Claims.Count} claims, {rows.Blocks.Count} blocks, {rows.Events.Count} events";
    }

    private static IEnumerable<Lease> Ended(TenantId tenant, EntitlementId entitlement, int count) =>
        Enumerable
            .Range(1, count)
            .Select(i =>
                Lease(LeaseOf(i), $"u{i}").Issue(Grant(), Signing, Start) with
                {
                    Tenant = tenant,
                    Entitlement = entitlement,
                    State = LeaseState.Released,
                    EndedAt = Start,
                }
            );

    private static IEnumerable<EventRow> EventsOf(params string[] names) =>
        names.Select(
            (name, i) => new EventRow(new EventId(TypeId.New(Start.ToDateTimeOffset().AddSeconds(i))), Acme, name, "x", Start, [])
        );

    private static long Days(int days) => (long)days * Day;
}

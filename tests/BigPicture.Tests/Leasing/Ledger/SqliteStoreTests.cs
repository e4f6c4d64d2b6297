using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage.Sqlite;
using BigPicture.Testing.Leasing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>What is SQLite's own: statements that fail, rows that cannot be read, locks, disks, and the clock behind its stored mark.</summary>
public sealed class SqliteStoreTests : IAsyncLifetime
{
    private SqliteLedger? opened;
    private LeaseLedger? lanes;
    private int ids;

    private SqliteLedger Ledger => opened!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        opened = await SqliteLedger.Create();
        await Ledger.Open(OpenBook());
        await StartLanes();
    }

    public async ValueTask DisposeAsync()
    {
        await lanes!.StopAsync(Cancel);
        await Ledger.DisposeAsync();
    }

    [Fact]
    public async Task A_statement_that_fails_rolls_back_and_only_its_act_fails()
    {
        await Ledger.Execute(
            "CREATE TRIGGER poison BEFORE INSERT ON lease_lease WHEN NEW.subject_id = 'poison' BEGIN SELECT RAISE(ABORT, 'poison'); END"
        );

        // Sent together, so that they share a batch however fast the lane is.
        var results = await Task.WhenAll(new[] { "alice", "poison", "bob" }.Select(Caught));

        Assert.Equal([true, false, true], results.Select(result => result is ActResult.Leased));
        Assert.Equal(["alice", "bob"], (await Ledger.Read()).Leases.Values.Select(lease => lease.SubjectId).Order());
        Assert.Empty(await Ledger.Audit());
    }

    [Fact]
    public async Task A_batch_with_a_poisoned_statement_leaves_everything_as_it_was()
    {
        await Ledger.Execute(
            "CREATE TRIGGER poison BEFORE INSERT ON tel_event WHEN NEW.name = 'license.released' BEGIN SELECT RAISE(ABORT, 'poison'); END"
        );
        var alice = await Issue("alice");

        var acts = new LeaseAct[] { Release(alice), Activation("bob") };
        await Assert.ThrowsAsync<SqliteException>(() => new BatchRunner(Ledger).Post(acts));

        var rows = await Ledger.Read();
        Assert.Equal(LeaseState.Live, rows.Leases.Values.Single().State);
        Assert.True(rows.Seats.ContainsKey(new SeatKey(Entitlement, "seats", "alice")));
        await Issue("bob");
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_fails_its_act_and_no_later_one()
    {
        var (alice, bob) = (await Issue("alice"), await Issue("bob"));
        await Ledger.Execute("UPDATE lease_lease SET features = 'not json' WHERE subject_id = 'alice'");

        await Assert.ThrowsAnyAsync<Exception>(() => lanes!.Post(Renew(alice), Cancel));

        Assert.IsType<ActResult.Leased>(await lanes!.Post(Renew(bob), Cancel));
        await Issue("carol");
    }

    [Fact]
    public async Task While_another_process_writes_the_answer_is_503_and_afterwards_a_lease()
    {
        await using (var other = new SqliteConnection($"Data Source={Ledger.File}"))
        {
            await other.OpenAsync(Cancel);
            await using var transaction = other.BeginTransaction();
            var denial = Assert.IsType<ActResult.Refused>(await lanes!.Post(Activation("alice"), Cancel)).Denial;
            Assert.Equal((DenialCode.Unavailable, 1), (denial.Code, denial.RetryAfterSeconds));
        }

        await Issue("alice");
    }

    [Fact]
    public async Task After_the_disk_failed_nothing_is_acknowledged_any_more()
    {
        var faults = Ledger.Services.GetRequiredService<SqliteFaults>();
        faults.Unavailable(new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR));

        Assert.Equal(DenialCode.Unavailable, Assert.IsType<ActResult.Refused>(await lanes!.Post(Activation("alice"), Cancel)).Denial.Code);
        Assert.True(faults.Failed.IsCancellationRequested);
        Assert.Empty((await Ledger.Read()).Leases);
    }

    [Fact]
    public async Task A_full_disk_is_no_reason_to_stop()
    {
        var faults = Ledger.Services.GetRequiredService<SqliteFaults>();
        faults.Unavailable(new SqliteException("database or disk is full", SQLitePCL.raw.SQLITE_FULL));

        await Issue("alice");
        Assert.Null(faults.Failure);
    }

    [Fact]
    public async Task A_jump_of_the_clock_is_told_once_with_the_next_commit_and_once_more_when_it_is_right()
    {
        var alice = await Issue("alice");
        Ledger.Time.Step(TimeSpan.FromSeconds(7_200));

        await lanes!.Post(Renew(alice), Cancel);
        await lanes!.Post(Renew(alice), Cancel);
        Ledger.Time.Step(-TimeSpan.FromSeconds(7_200));
        await lanes!.Post(Renew(alice), Cancel);

        var steps = (await Ledger.Read()).Events.Where(row => row.Name == "server.clock_stepped").ToList();
        Assert.Equal(2, steps.Count);
        Assert.Equal("""{"state":"ahead","drift_seconds":7200}""", System.Text.Encoding.UTF8.GetString(steps[0].Data));
        Assert.Contains("steady", System.Text.Encoding.UTF8.GetString(steps[1].Data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_clock_is_ahead_a_changed_entitlement_ends_no_lease()
    {
        var alice = await Issue("alice");
        Ledger.Time.Step(TimeSpan.FromDays(365));
        Assert.Null(await Ledger.Change(ChangeBook(2)));
        Ledger.Time.Step(-TimeSpan.FromDays(365));

        Assert.Equal(Start, (await Ledger.Read()).Books[Entitlement].LastAt);
        Assert.IsType<ActResult.Leased>(await lanes!.Post(Renew(alice, Grant() with { Version = 2 }), Cancel));
    }

    [Fact]
    public async Task A_book_opened_while_the_clock_is_ahead_begins_at_the_time_that_is_trusted()
    {
        await Issue("alice");
        Ledger.Time.Step(TimeSpan.FromDays(365));
        await Ledger.Open(OpenBook(EntitlementOf(2)));

        Assert.Equal(Start, (await Ledger.Read()).Books[EntitlementOf(2)].LastAt);
    }

    [Fact]
    public async Task A_restart_with_the_clock_set_back_grants_nothing_and_renews()
    {
        Ledger.Advance(1_000);
        var alice = await Issue("alice");
        await Restart(-100);

        Assert.Equal(DenialCode.Unavailable, Assert.IsType<ActResult.Refused>(await lanes!.Post(Activation("bob"), Cancel)).Denial.Code);
        Assert.Equal(Start + 1_000, Assert.IsType<ActResult.Leased>(await lanes!.Post(Renew(alice), Cancel)).Lease.IssuedAt);
    }

    [Fact]
    public async Task A_restart_whose_first_act_is_a_change_knows_the_stored_mark_too()
    {
        Ledger.Advance(1_000);
        await Issue("alice");
        await Restart(-100);
        await Ledger.Open(OpenBook(EntitlementOf(2)));

        Assert.Equal(Start + 1_000, (await Ledger.Read()).Books[EntitlementOf(2)].LastAt);
    }

    private async Task Restart(int seconds)
    {
        await lanes!.StopAsync(Cancel);
        await Ledger.Restart();
        Ledger.Time.Step(TimeSpan.FromSeconds(seconds));
        await StartLanes();
    }

    private async Task StartLanes()
    {
        lanes = Ledger.Services.GetRequiredService<LeaseLedger>();
        await lanes.StartAsync(Cancel);
    }

    private async Task<ActResult?> Caught(string subject)
    {
        try
        {
            return await lanes!.Post(Activation(subject), Cancel);
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    private Domain.Leasing.Acts.Activation Activation(string subject) =>
        Activate(Lease(LeaseOf(++ids), subject), Grant(Seat(subject, 1_000)));

    private async Task<Lease> Issue(string subject) =>
        Assert.IsType<ActResult.Leased>(await lanes!.Post(Activation(subject), Cancel)).Lease;
}

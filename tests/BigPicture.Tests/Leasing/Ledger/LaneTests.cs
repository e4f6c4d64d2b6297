using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Leasing.Metering;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>How callers share a commit: who waits for whom, and who is turned away.</summary>
public sealed class LaneTests : IAsyncLifetime
{
    private readonly MemoryLedger memory = new(Start);
    private readonly PausedStore store;
    private LeaseLedger? ledger;
    private int ids;

    public LaneTests() => store = new PausedStore(memory.Store);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await memory.Open(OpenBook());

    public async ValueTask DisposeAsync()
    {
        store.Resume();
        await (ledger?.StopAsync(Cancel) ?? Task.CompletedTask);
        await memory.DisposeAsync();
        Assert.Empty(memory.Rows.Contradictions());
    }

    [Fact]
    public async Task A_lone_caller_waits_for_nobody()
    {
        await Run(new LedgerOptions());

        Assert.IsType<ActResult.Leased>(await Post(NewActivation()));
        Assert.Equal([1], store.Batches);
    }

    [Fact]
    public async Task While_one_batch_commits_the_next_one_fills()
    {
        await RunPaused(new LedgerOptions());
        var waiting = Enumerable.Range(0, 5).Select(_ => Post(NewActivation())).ToList();
        store.Resume();
        await Task.WhenAll(waiting);

        Assert.Equal([1, 5], store.Batches);
    }

    [Theory]
    [InlineData(3, "1 3")]
    [InlineData(4, "1 4")]
    [InlineData(5, "1 4 1")]
    public async Task A_batch_is_no_larger_than_its_limit(int waiting, string batches)
    {
        await RunPaused(new LedgerOptions { BatchSizeMax = 4 });
        var posted = Enumerable.Range(0, waiting).Select(_ => Post(NewActivation())).ToList();
        store.Resume();
        await Task.WhenAll(posted);

        Assert.Equal(batches, string.Join(' ', store.Batches));
    }

    [Theory]
    [InlineData(3, "4")]
    [InlineData(7, "8")]
    [InlineData(9, "8 2")]
    public async Task Those_who_come_while_a_batch_waits_for_its_lock_go_with_it_as_far_as_there_is_room(int late, string batches)
    {
        store.WaitsForLocks = true;
        await RunPaused(new LedgerOptions { BatchSizeMax = 8 });
        var posted = Enumerable.Range(0, late).Select(_ => Post(NewActivation())).ToList();
        store.Resume();
        await Task.WhenAll(posted);

        Assert.Equal(batches, string.Join(' ', store.Batches));
    }

    [Fact]
    public async Task Those_who_come_late_for_another_book_keep_their_turn()
    {
        var other = EntitlementOf(2);
        await memory.Open(OpenBook(other));
        store.WaitsForLocks = true;
        await RunPaused(new LedgerOptions());
        var posted = new[] { Post(NewActivation(other)), Post(NewActivation()), Post(NewActivation(other)), Post(NewActivation()) };
        store.Resume();
        await Task.WhenAll(posted);

        Assert.Equal([3, 2], store.Batches);
    }

    [Fact]
    public async Task Those_who_hold_a_lease_go_first_and_a_quarter_is_kept_for_those_who_want_one()
    {
        await RunPaused(new LedgerOptions { BatchSizeMax = 8 });
        var wanting = Enumerable.Range(0, 5).Select(_ => Post(NewActivation())).ToList();
        var keeping = Enumerable.Range(0, 20).Select(_ => Post(Renew(Lease(LeaseOf(++ids))))).ToList();
        store.Resume();
        await Task.WhenAll([.. wanting, .. keeping]);

        Assert.Equal(["a", "rrrrrraa", "rrrrrraa", "rrrrrrra", "r"], store.Kinds);
    }

    [Fact]
    public async Task A_full_queue_turns_activations_away_with_a_time_to_come_again_and_takes_renewals_still()
    {
        await RunPaused(new LedgerOptions { ActivationQueueMax = 2 });
        var waiting = new[] { Post(NewActivation()), Post(NewActivation()) };

        var denial = Assert.IsType<ActResult.Refused>(await Post(NewActivation())).Denial;
        Assert.Equal((DenialCode.Unavailable, 1), (denial.Code, denial.RetryAfterSeconds));
        var renewal = Post(Renew(Lease(LeaseOf(999))));
        Assert.False(renewal.IsCompleted);
        store.Resume();
        Assert.All(await Task.WhenAll(waiting), result => Assert.IsType<ActResult.Leased>(result));
        await renewal;
    }

    [Fact]
    public async Task A_full_queue_of_renewals_turns_renewals_away_and_takes_activations_still()
    {
        await RunPaused(new LedgerOptions { KeepQueueMax = 1 });
        var renewal = Post(Renew(Lease(LeaseOf(999))));

        Assert.Equal(DenialCode.Unavailable, Assert.IsType<ActResult.Refused>(await Post(Renew(Lease(LeaseOf(998))))).Denial.Code);
        var activation = Post(NewActivation());
        store.Resume();
        Assert.IsType<ActResult.Leased>(await activation);
        await renewal;
    }

    [Fact]
    public async Task A_caller_who_goes_away_before_its_act_is_taken_leaves_nothing_behind()
    {
        await RunPaused(new LedgerOptions());
        using var gone = new CancellationTokenSource();
        var act = NewActivation();
        var posted = ledger!.Post(act, gone.Token);
        await gone.CancelAsync();
        store.Resume();

        await Assert.ThrowsAsync<TaskCanceledException>(() => posted);
        await Post(NewActivation()); // another batch has gone by
        Assert.DoesNotContain(act.NewLease.Id, memory.Rows.Leases.Keys);
    }

    [Fact]
    public async Task Once_taken_an_act_is_done_whether_its_caller_waits_or_not()
    {
        await Run(new LedgerOptions());
        store.Pause();
        using var gone = new CancellationTokenSource();
        var act = NewActivation();
        var posted = ledger!.Post(act, gone.Token);
        await store.Reached(1, Cancel);
        await gone.CancelAsync();
        store.Resume();

        Assert.IsType<ActResult.Leased>(await posted);
        Assert.Contains(act.NewLease.Id, memory.Rows.Leases.Keys);
    }

    [Fact]
    public async Task A_stop_serves_what_was_accepted_and_takes_nothing_more()
    {
        await RunPaused(new LedgerOptions { BatchSizeMax = 2 });
        var accepted = Enumerable.Range(0, 5).Select(_ => Post(NewActivation())).ToList();
        var stopped = ledger!.StopAsync(Cancel);

        Assert.Equal(DenialCode.Unavailable, Assert.IsType<ActResult.Refused>(await Post(NewActivation())).Denial.Code);
        Assert.False(stopped.IsCompleted);
        store.Resume();
        await stopped;
        Assert.All(accepted, posted => Assert.True(posted.IsCompletedSuccessfully));
        Assert.Equal(6, memory.Rows.Leases.Count);
    }

    [Fact]
    public async Task A_poison_act_fails_alone()
    {
        await RunPaused(new LedgerOptions());
        var held = NewActivation();
        var good = Post(held);
        var poison = Post(
            NewActivation() with
            {
                NewLease = held.NewLease,
                Takeover = true,
                Evaluate = (_, _) => throw new DivideByZeroException(),
            }
        );
        var other = Post(NewActivation());
        store.Resume();

        Assert.IsType<ActResult.Leased>(await good);
        await Assert.ThrowsAsync<DivideByZeroException>(() => poison);
        Assert.IsType<ActResult.Leased>(await other);
        Assert.Equal([1, 3, 1, 1, 1], store.Batches);
        Assert.Equal(1, memory.Rows.Leases[held.NewLease.Id].Generation);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_503_for_all_and_the_next_batch_is_tried_again()
    {
        await RunPaused(new LedgerOptions());
        var posted = new[] { Post(NewActivation()), Post(NewActivation()) };
        store.FailNext(new StorageUnavailableException("gone", null));
        store.Resume();

        Assert.All(
            await Task.WhenAll(posted),
            result => Assert.Equal((DenialCode.Unavailable, 1), Told(Assert.IsType<ActResult.Refused>(result).Denial))
        );
        Assert.IsType<ActResult.Leased>(await Post(NewActivation()));

        static (DenialCode, int?) Told(Denial denial) => (denial.Code, denial.RetryAfterSeconds);
    }

    [Fact]
    public async Task Acts_on_one_entitlement_share_a_lane_and_others_do_not_wait_for_it()
    {
        var others = Enumerable.Range(2, 20).Select(EntitlementOf).ToList();
        foreach (var other in others)
            await memory.Open(OpenBook(other));
        await RunPaused(new LedgerOptions { Lanes = 4 });

        var waiting = others.Select(other => Post(NewActivation(other))).ToList();
        var same = Enumerable.Range(0, 3).Select(_ => Post(NewActivation())).ToList();
        store.Resume();
        await Task.WhenAll([.. waiting, .. same]);
        Assert.True(store.Kinds.Count > 3, string.Join(' ', store.Kinds));
    }

    private Task<ActResult> Post(LeaseAct act) => ledger!.Post(act, Cancel);

    private Domain.Leasing.Acts.Activation NewActivation(EntitlementId? entitlement = null)
    {
        var number = ++ids;
        var lease = Lease(LeaseOf(number), $"u{number}") with { Entitlement = entitlement ?? Entitlement };
        return Activate(lease, Grant(Seat($"u{number}", 1_000)) with { Entitlement = lease.Entitlement });
    }

    private async Task Run(LedgerOptions options)
    {
        ledger = new LeaseLedger(
            new BatchCommitter(store, BatchRunner.Scopes),
            options,
            new LedgerMeter(TimeProvider.System),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<Lane>.Instance
        );
        await ledger.StartAsync(Cancel);
    }

    /// <summary>With one batch of one act on its way to the disk until the store is resumed.</summary>
    private async Task RunPaused(LedgerOptions options)
    {
        await Run(options);
        store.Pause();
        _ = Post(NewActivation());
        await store.Reached(1, Cancel);
    }
}

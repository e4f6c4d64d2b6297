using BigPicture.Application.Contracts;
using BigPicture.Application.Telemetry;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Infrastructure.Storage.Postgres.Ledger;
using BigPicture.Testing.Leasing;
using BigPicture.Tests.Leasing.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace BigPicture.Tests.Storage;

/// <summary>The feed on PostgreSQL, where transactions overlap: what was read stays, and nothing comes in below it.</summary>
public sealed class EventNumberTests : IAsyncLifetime
{
    private PostgresLedger? opened;
    private int ids;

    private PostgresLedger Ledger => opened!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => opened = await PostgresLedger.Create();

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();

    [Fact]
    public async Task What_is_committed_late_comes_after_what_was_read()
    {
        await using var early = await Write("early");
        await using var late = await Write("late");
        await late.CommitAsync(Cancel);

        var first = await Read(after: 0);
        Assert.Equal(["late"], Names(first));
        await early.CommitAsync(Cancel);
        var second = await Read(first.ReadTo);

        Assert.Equal(["early"], Names(second));
        Assert.Equal(["late", "early"], Names(await Read(after: 0)));
    }

    [Fact]
    public async Task What_nobody_has_read_is_in_the_order_in_which_it_was_written()
    {
        await using var early = await Write("first", "second");
        await using var late = await Write("third");
        await late.CommitAsync(Cancel);
        await early.CommitAsync(Cancel);

        Assert.Equal(["first", "second", "third"], Names(await Read(after: 0)));
    }

    /// <summary>The first row that was written is the last that is committed, long after others that came between.</summary>
    [Fact]
    public async Task A_low_sequence_under_a_late_commit_is_never_stepped_over()
    {
        await using var late = await Write("late");
        var feed = new List<string>();
        long after = 0;
        for (var i = 0; i < 5; i++)
        {
            await using var between = await Write($"b{i}");
            await between.CommitAsync(Cancel);
            var slice = await Read(after);
            feed.AddRange(Names(slice));
            after = slice.ReadTo;
        }
        await late.CommitAsync(Cancel);
        feed.AddRange(Names(await Read(after)));

        Assert.Equal(["b0", "b1", "b2", "b3", "b4", "late"], feed);
        Assert.Equal(feed, Names(await Read(after: 0)));
    }

    /// <summary>A reader who gives up while events are numbered leaves no gap that another one could take for an event.</summary>
    [Fact]
    public async Task What_is_given_up_is_told_to_nobody()
    {
        await using var given = await Write("given up");
        await given.DisposeAsync();
        await using var kept = await Write("kept");
        await kept.CommitAsync(Cancel);

        Assert.Equal(["kept"], Names(await Read(after: 0)));
    }

    [Fact]
    public async Task Readers_who_number_at_once_agree_and_miss_nothing()
    {
        var writers = Enumerable
            .Range(0, 20)
            .Select(async i =>
            {
                await using var transaction = await Write($"e{i}");
                await transaction.CommitAsync(Cancel);
            });
        var followers = Enumerable.Range(0, 3).Select(_ => Follow(20)).ToList();
        await Task.WhenAll(writers);

        var feeds = await Task.WhenAll(followers);
        Assert.Equal(20, feeds[0].Distinct().Count());
        Assert.All(feeds, feed => Assert.Equal(feeds[0], feed));
    }

    private async Task<List<string>> Follow(int count)
    {
        var feed = new List<string>();
        long after = 0;
        while (feed.Count < count)
        {
            var slice = await Read(after);
            feed.AddRange(Names(slice));
            after = slice.ReadTo;
        }
        return feed;
    }

    private async Task<OpenWrite> Write(params string[] names)
    {
        var connection = await Ledger.Services.GetRequiredService<PostgresSources>().Owner.OpenConnectionAsync(Cancel);
        var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var batch = new NpgsqlBatch(connection, transaction);
        var rows = names.Select(name => new EventRow(NextId(), LeaseSamples.Acme, name, "s", LeaseSamples.Start, []));
        batch.BatchCommands.Add(EventRows.Insert([.. rows]));
        await batch.ExecuteNonQueryAsync(Cancel);
        return new OpenWrite(connection, transaction);
    }

    private EventId NextId() => new(new Guid(Interlocked.Increment(ref ids), 0, 0, new byte[8]));

    private sealed class OpenWrite(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public Task CommitAsync(CancellationToken cancel) => transaction.CommitAsync(cancel);

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    private async Task<EventSlice> Read(long after)
    {
        await using var scope = Ledger.Services.CreateAsyncScope();
        var events = scope.ServiceProvider.GetRequiredService<IEventReader>();
        await events.Number(Cancel);
        return await events.Read(new EventFilter(null, []), after, 50, Cancel);
    }

    private static IEnumerable<string> Names(EventSlice slice) => slice.Events.Select(stored => stored.Row.Name);
}

using BigPicture.Application.Caching;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Caching;

public sealed class SnapshotCacheTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly List<TaskCompletionSource<int>> reads = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_who_want_the_same_share_one_read()
    {
        var cache = Cache();

        var first = cache.Get("a", Cancel);
        var second = cache.Get("a", Cancel);
        reads[0].SetResult(1);

        Assert.Equal((1, 1, 1), (await first, await second, reads.Count));
    }

    [Fact]
    public async Task What_is_forgotten_while_it_is_read_is_read_again()
    {
        var cache = Cache();

        var old = cache.Get("a", Cancel);
        cache.Forget("a");
        var renewed = cache.Get("a", Cancel);
        reads[1].SetResult(2);
        reads[0].SetResult(1);

        Assert.Equal((1, 2), (await old, await renewed));
        Assert.Equal(2, await cache.Get("a", Cancel));
    }

    [Fact]
    public async Task A_refresh_never_joins_a_read_that_began_before_it()
    {
        var cache = Cache();

        var old = cache.Get("a", Cancel);
        var fresh = cache.Refresh("a", Cancel);
        reads[1].SetResult(2);
        reads[0].SetResult(1);

        Assert.Equal((1, 2, 2), (await old, await fresh, await cache.Get("a", Cancel)));
    }

    [Fact]
    public async Task Time_runs_from_the_start_of_the_read()
    {
        var cache = Cache(TimeSpan.FromSeconds(2));
        var first = cache.Get("a", Cancel);
        clock.Advance(TimeSpan.FromSeconds(1.5));
        reads[0].SetResult(1);
        await first;

        clock.Advance(TimeSpan.FromSeconds(0.4));
        await cache.Get("a", Cancel);
        Assert.Single(reads);

        clock.Advance(TimeSpan.FromSeconds(0.1));
        var second = cache.Get("a", Cancel);
        reads[1].SetResult(2);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task A_read_that_fails_is_told_to_those_who_wait_and_tried_again_by_the_next()
    {
        var cache = Cache();

        var failing = cache.Get("a", Cancel);
        reads[0].SetException(new IOException("broken"));
        await Assert.ThrowsAsync<IOException>(() => failing);
        var next = cache.Get("a", Cancel);
        reads[1].SetResult(2);

        Assert.Equal(2, await next);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_end_the_read_of_the_others()
    {
        var cache = Cache();
        using var gone = new CancellationTokenSource();

        var leaving = cache.Get("a", gone.Token);
        var staying = cache.Get("a", Cancel);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        reads[0].SetResult(1);

        Assert.Equal(1, await staying);
    }

    [Fact]
    public void It_never_holds_more_than_it_may()
    {
        var cache = Cache();

        for (var i = 0; i < 20; i++)
        {
            _ = cache.Get($"{i}", Cancel);
            _ = cache.Refresh($"again {i}", Cancel);
            Assert.InRange(cache.Count, 1, 4);
        }
    }

    private SnapshotCache<string, int> Cache(TimeSpan? freshFor = null) =>
        new(
            entriesMax: 4,
            _ =>
            {
                reads.Add(new TaskCompletionSource<int>());
                return reads[^1].Task;
            },
            clock,
            freshFor
        );
}

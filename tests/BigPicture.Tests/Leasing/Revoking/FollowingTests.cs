using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Revoking;
using BigPicture.Protocol.Revocations;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Leasing.Revoking;

public sealed class SqliteFollowingTests() : FollowingTests(TestDatabase.Sqlite);

public sealed class PostgresFollowingTests() : FollowingTests(TestDatabase.Postgres);

/// <summary>Who follows a tenant's revocations is told each change, and nothing else.</summary>
public abstract class FollowingTests(TestDatabase database) : RevokingTest(database)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_follower_gets_the_list_at_once_and_again_after_each_change()
    {
        await Server.AddEntitlement();
        var alice = await Lease("alice");
        await using var lists = await Follow(null);
        Assert.True(await lists.Next());
        var first = await Verify(lists.Current.Token);

        var next = lists.Next();
        await Server.Do(new WatchRevocations());
        Assert.False(next.IsCompleted);
        await Server.Do(new RevokeLease(alice.Lease.Id, "lost"));
        Assert.Equal(1, await Server.Do(new WatchRevocations()));
        Assert.True(await next);
        var second = await Verify(lists.Current.Token);
        Assert.True(second.Epoch > first.Epoch);
        Assert.Equal(RevokedBy.Lease, Find(second, alice.Token));
        Assert.Equal(0, await Server.Do(new WatchRevocations()));
    }

    [Fact]
    public async Task Who_has_the_list_already_gets_the_next_one_only()
    {
        await Server.AddEntitlement();
        var alice = await Lease("alice");
        await using var lists = await Follow((await List()).Epoch);
        var next = lists.Next();
        await Server.Do(new WatchRevocations());
        Assert.False(next.IsCompleted);
        await Server.Do(new RevokeLease(alice.Lease.Id, "lost"));
        await Server.Do(new WatchRevocations());
        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        Assert.Equal((await List()).Epoch, lists.Current.Epoch);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public async Task Who_names_another_epoch_older_or_of_no_list_yet_gets_the_whole_list(long epoch)
    {
        await Server.Do(new RaiseEpochs());
        await using var lists = await Follow(epoch);
        Assert.True(await lists.Next());
        Assert.Equal((await List()).Epoch, lists.Current.Epoch);
    }

    [Fact]
    public async Task A_follower_gets_the_list_anew_before_it_is_stale()
    {
        await using var lists = await Follow(null);
        Assert.True(await lists.Next());
        var first = lists.Current;
        var next = lists.Next();
        await Server.Do(new WatchRevocations());
        Server.Clock.Advance(TimeSpan.FromHours(12));
        await Server.Do(new WatchRevocations());
        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        Assert.Equal(first.Epoch, lists.Current.Epoch);
        Assert.True(lists.Current.IssuedAt > first.IssuedAt);
    }

    [Fact]
    public async Task Another_tenant_s_followers_hear_nothing()
    {
        await Server.AddEntitlement();
        await using var lists = await Follow(null, "globex");
        Assert.True(await lists.Next());
        await Server.Do(new WatchRevocations());
        var next = lists.Next();
        await Server.Do(new RevokeLease((await Lease("alice")).Lease.Id, "lost"));
        Assert.Equal(0, await Server.Do(new WatchRevocations()));
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task Nobody_is_looked_after_who_has_gone()
    {
        await Server.AddEntitlement();
        var lists = await Follow(null);
        Assert.True(await lists.Next());
        await lists.DisposeAsync();
        await Server.Do(new RevokeLease((await Lease("alice")).Lease.Id, "lost"));
        Assert.Equal(0, await Server.Do(new WatchRevocations()));
    }

    private async Task<Reader> Follow(long? epoch, string tenant = "acme") =>
        new((await Server.Do(new FollowRevocations(new(tenant), epoch))).Lists);

    /// <summary>Leaves when the test ends, also while it waits.</summary>
    private sealed class Reader : IAsyncDisposable
    {
        private readonly CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        private readonly IAsyncEnumerator<SignedList> lists;
        private Task<bool> waiting = Task.FromResult(true);

        public Reader(IAsyncEnumerable<SignedList> lists) => this.lists = lists.GetAsyncEnumerator(gone.Token);

        public SignedList Current => lists.Current;

        public Task<bool> Next() => waiting = lists.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        public async ValueTask DisposeAsync()
        {
            await gone.CancelAsync();
            await waiting.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await lists.DisposeAsync();
            gone.Dispose();
        }
    }
}

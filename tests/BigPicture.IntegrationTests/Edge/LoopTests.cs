using System.Threading.Channels;
using BigPicture.Host.Edge.Loops;
using BigPicture.Infrastructure.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BigPicture.IntegrationTests.Edge;

public sealed class LoopTests : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider time = new();
    private readonly ServiceProvider services = new ServiceCollection().BuildServiceProvider();
    private readonly Loop loop = new();
    private readonly LoopRunner runner;

    public LoopTests() =>
        runner = new LoopRunner(
            [loop],
            services.GetRequiredService<IServiceScopeFactory>(),
            new SqliteFaults(),
            time,
            NullLogger<LoopRunner>.Instance
        );

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_loop_comes_round_on_its_period_and_not_before()
    {
        await runner.StartAsync(Cancel);
        time.Advance(Period - TimeSpan.FromSeconds(1));
        Assert.False(loop.Ticks.Reader.TryRead(out _));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await loop.Ticks.Reader.ReadAsync(Cancel));
    }

    [Fact]
    public async Task A_loop_that_has_more_to_do_does_not_wait()
    {
        loop.Answer = tick => tick < 3;
        await runner.StartAsync(Cancel);
        time.Advance(Period);
        for (var tick = 1; tick <= 3; tick++)
            Assert.Equal(tick, await loop.Ticks.Reader.ReadAsync(Cancel));
    }

    [Fact]
    public async Task A_loop_that_throws_comes_round_again()
    {
        loop.Answer = _ => throw new InvalidOperationException("tick");
        await runner.StartAsync(Cancel);
        for (var tick = 1; tick <= 3; tick++)
        {
            time.Advance(Period);
            Assert.Equal(tick, await loop.Ticks.Reader.ReadAsync(Cancel));
        }
    }

    [Fact]
    public async Task A_test_steps_a_loop_by_its_name()
    {
        loop.Answer = tick => tick == 1;
        Assert.True(await runner.Step("loop", Cancel));
        Assert.False(await runner.Step("loop", Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.Step("other", Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await runner.StopAsync(CancellationToken.None);
        runner.Dispose();
        await services.DisposeAsync();
    }

    private sealed class Loop : ILoop
    {
        private int ticks;

        public Channel<int> Ticks { get; } = Channel.CreateUnbounded<int>();

        public Func<int, bool> Answer { get; set; } = _ => false;

        public string Name => "loop";

        public TimeSpan Period => LoopTests.Period;

        public Task<bool> Tick(IServiceProvider services, CancellationToken cancel)
        {
            var tick = Interlocked.Increment(ref ticks);
            Ticks.Writer.TryWrite(tick);
            return Task.FromResult(Answer(tick));
        }
    }
}

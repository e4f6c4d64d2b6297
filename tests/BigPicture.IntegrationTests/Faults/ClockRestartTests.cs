using System.Net;
using BigPicture.IntegrationTests.Crashes;
using BigPicture.Testing.Clocks;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>The system clock is set while the server is down, or was set and it is started anew; and the operator accepts it.</summary>
public sealed class ClockRestartTests
{
    private const long Minute = 60;
    private const long Day = 24 * 60 * Minute;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-3 * Day)]
    [InlineData(-10 * Minute)]
    public async Task Started_with_the_clock_set_back_it_grants_nothing_until_the_clock_is_accepted(long step)
    {
        using var played = await Played.Begin();
        played.Clock.Set(step);
        await using (var server = await played.Serve())
        {
            await Machine.Until(async () => (await ClockScene.Steps(server.Client)).Count == 1, "The step was not told.");
            Assert.Equal("back", (await ClockScene.Steps(server.Client))[0].State);
            await ClockScene.MustBlameClock(server.Client);
            (await played.Scene.TakeRoomy(server.Client)).MustRefuse(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
            (await played.Scene.TakeExpiring(server.Client)).MustRefuse(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
            var renewed = (await ClockScene.Renew(server.Client, played.Scene.Token)).Must(HttpStatusCode.OK);
            Assert.True(renewed.Body.GetProperty("issued_at").GetDateTimeOffset() > played.Clock.Now.AddMinutes(5));
        }
        await played.Accept();
        await using (var server = await played.Serve())
        {
            await ClockScene.MustRecover(server.Client, $"{step}");
            var granted = (await played.Scene.TakeRoomy(server.Client)).Must(HttpStatusCode.Created);
            Assert.InRange(
                granted.Body.GetProperty("issued_at").GetDateTimeOffset() - played.Clock.Now,
                TimeSpan.FromSeconds(-30),
                TimeSpan.Zero
            );
            // The ends that were signed are still to come.
            (await played.Scene.TakeRenewing(server.Client)).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
            Assert.Equal("accepted", (await ClockScene.Steps(server.Client))[^1].State);
        }
        await played.Data.Audit();
        FaultTable.Note($"clock step {step:+0;-0} s, restart", 1, "grants stopped, told, red; accepted: green, seats kept to their ends");
    }

    [Fact]
    public async Task Started_with_the_clock_set_ahead_it_takes_that_for_the_time_it_was_down_and_set_right_it_grants_nothing()
    {
        using var played = await Played.Begin();
        played.Clock.Set(3 * Day);
        await using (var server = await played.Serve())
        {
            await ClockScene.MustRecover(server.Client, "ahead");
            Assert.Equal("expired", await played.Scene.StatusOfLease(server.Client));
            (await played.Scene.TakeExpiring(server.Client)).Must(HttpStatusCode.Created);
            await Task.Delay(TimeSpan.FromSeconds(2), Cancel); // The time is stored.
        }
        played.Clock.Set(0);
        await using (var server = await played.Serve())
        {
            await ClockScene.MustBlameClock(server.Client);
            (await played.Scene.TakeRoomy(server.Client)).MustRefuse(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        }
        await played.Accept();
        await using (var server = await played.Serve())
        {
            await ClockScene.MustRecover(server.Client, "accepted");
            (await played.Scene.TakeRoomy(server.Client)).Must(HttpStatusCode.Created);
            (await played.Scene.TakeExpiring(server.Client)).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        }
        await played.Data.Audit();
        FaultTable.Note("clock step +259200 s, restart", 1, "believed; set right: grants stopped, red; accepted: green, no seat twice");
    }

    [Fact]
    public async Task A_restart_does_not_make_a_step_ahead_right_but_to_accept_it_does()
    {
        using var played = await Played.Begin();
        await using (var server = await played.Serve())
        {
            played.Clock.Set(3 * Day);
            await Machine.Until(async () => (await ClockScene.Steps(server.Client)).Count == 1, "The step was not told.");
        }
        await using (var server = await played.Serve())
        {
            await ClockScene.MustBlameClock(server.Client);
            Assert.Equal("active", await played.Scene.StatusOfLease(server.Client));
            (await played.Scene.TakeExpiring(server.Client)).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        }
        await played.Accept();
        await using (var server = await played.Serve())
        {
            await ClockScene.MustRecover(server.Client, "accepted");
            Assert.Equal("expired", await played.Scene.StatusOfLease(server.Client));
            (await played.Scene.TakeExpiring(server.Client)).Must(HttpStatusCode.Created);
        }
        await played.Data.Audit();
        FaultTable.Note("clock step +259200 s, running, then restart", 1, "nothing freed before and after; accepted: green");
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    public async Task A_small_step_over_a_restart_is_tolerated(long step)
    {
        using var played = await Played.Begin();
        played.Clock.Set(step);
        await using var server = await played.Serve();
        await ClockScene.MustRecover(server.Client, $"{step}");
        await Task.Delay(TimeSpan.FromSeconds(2), Cancel);
        Assert.Empty(await ClockScene.Steps(server.Client));
        (await played.Scene.TakeRoomy(server.Client)).Must(HttpStatusCode.Created);
        FaultTable.Note($"clock step {step:+0;-0} s, restart", 1, "tolerated: not told, green");
    }

    [Theory]
    [InlineData(50)]
    [InlineData(-50)]
    public async Task Small_steps_add_up_to_a_large_one(long step)
    {
        using var played = await Played.Begin();
        await using var server = await played.Serve();
        var rounds = Machine.Rounds(3, 30);
        for (var round = 1; round <= rounds; round++)
        {
            played.Clock.Set(round * step);
            await Task.Delay(TimeSpan.FromSeconds(3), Cancel);
            await (round == 1 ? ClockScene.MustNotBlameClock(server.Client) : ClockScene.MustBlameClock(server.Client));
        }
        Assert.Equal([step > 0 ? "ahead" : "back"], (await ClockScene.Steps(server.Client)).Select(told => told.State));
        var expected = step > 0 ? (HttpStatusCode.Conflict, "SEATS_EXHAUSTED") : (HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        (await played.Scene.TakeRenewing(server.Client)).MustRefuse(expected.Item1, expected.Item2);
        FaultTable.Note(
            $"clock steps {step:+0;-0} s again and again",
            rounds,
            "the first tolerated; together told, red, nothing freed early or granted"
        );
    }

    [Fact]
    public async Task After_ten_minutes_in_which_both_clocks_agree_a_step_ahead_is_believed()
    {
        Assert.SkipUnless(Machine.IsLong, "Takes ten minutes: played by build/test --long.");
        using var played = await Played.Begin();
        await using var server = await played.Serve();
        played.Clock.Set(3 * Day);
        await Machine.Until(async () => (await ClockScene.Steps(server.Client)).Count == 1, "The step was not told.");
        await Task.Delay(TimeSpan.FromSeconds(590), Cancel);
        await ClockScene.MustBlameClock(server.Client);
        await ClockScene.MustRecover(server.Client, "ten minutes");
        await Machine.Until(async () => (await ClockScene.Steps(server.Client)).Count == 2, "Its end was not told.");
        Assert.Equal(["ahead", "steady"], (await ClockScene.Steps(server.Client)).Select(told => told.State));
        (await played.Scene.TakeExpiring(server.Client)).Must(HttpStatusCode.Created);
        FaultTable.Note("clock step +259200 s, kept for ten minutes", 1, "believed, told, green");
    }

    /// <summary>A server's data after some leases, and the clock that it goes by.</summary>
    private sealed class Played : IDisposable
    {
        public FakeClock Clock { get; } = new();

        public required ServerData Data { get; init; }

        public required ClockScene Scene { get; init; }

        public static async Task<Played> Begin()
        {
            FakeClock.Needed();
            var data = await ServerData.Found();
            await using var server = await ServerProcess.Serve(data);
            return new Played { Data = data, Scene = await ClockScene.Found(server.Client) };
        }

        public Task<ServerProcess> Serve() => ServerProcess.Serve(Data, Clock.Launch);

        public Task<string> Accept() => ServerProcess.Run(Clock.Launch, "clock", "accept", "--data", Data.Path, "--yes");

        public void Dispose()
        {
            Clock.Dispose();
            Data.Dispose();
        }
    }
}

using BigPicture.Client;

namespace BigPicture.IntegrationTests.Client;

/// <summary>Several servers in order, each with its own books.</summary>
public sealed class MoveTests(LocalStage stage) : IClassFixture<LocalStage>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_its_server_is_away_a_session_moves_on_and_gives_the_seat_back_when_that_returns()
    {
        await using var first = await ClientScene.Open(stage);
        await using var second = await ClientScene.Open(stage);
        await using var session = await ClientScene.Acquire(Both(first, second));
        Assert.Equal(new Uri(first.Proxy.Url), session.Server);

        first.Proxy.Fault = Fault.Refused;
        await first.Book.GoTo(session.ExpiresAt.AddMinutes(-20));
        await second.Book.GoTo(first.Book.Now);
        await first.Until(() => session.Server == new Uri(second.Proxy.Url), "moved");
        Assert.Equal(SessionState.Active, session.State);
        Assert.Equal((1, 1), (await first.SeatsTaken(), await second.SeatsTaken()));

        first.Proxy.Fault = Fault.None;
        // Before the old lease would run out by itself.
        for (var turn = 0; await first.SeatsTaken() > 0 && turn < 200; turn++)
        {
            var later = first.Book.Now.AddSeconds(5);
            await first.Until(() => first.Book.Now >= later, "time goes on");
        }
        Assert.Equal((0, 1), (await first.SeatsTaken(), await second.SeatsTaken()));
        await session.DisposeAsync();
        Assert.Equal(0, await second.SeatsTaken());
        first.NothingUnforeseen();
    }

    [Fact]
    public async Task A_start_takes_the_first_server_that_answers()
    {
        await using var first = await ClientScene.Open(stage);
        await using var second = await ClientScene.Open(stage);
        first.Proxy.Fault = Fault.Refused;
        await using var session = await ClientScene.Acquire(Both(first, second));
        Assert.Equal(new Uri(second.Proxy.Url), session.Server);
    }

    [Fact]
    public async Task A_refusal_is_an_answer_and_no_other_server_is_asked()
    {
        await using var first = await ClientScene.Open(stage);
        await using var second = await ClientScene.Open(stage);
        for (var seat = 0; seat < 3; seat++)
            await first.Book.Take($"s{seat}", user: $"u{seat}");
        var result = await Both(first, second).TryAcquireAsync(LicenseSubject.User("dave"), Cancel);
        Assert.Equal("SEATS_EXHAUSTED", result.Refusal!.Code);
        Assert.Equal(0, second.Proxy.Calls);
    }

    /// <summary>As one that was restored from before the lease was given.</summary>
    [Fact]
    public async Task A_server_that_knows_nothing_of_the_lease_any_more_gives_another_one()
    {
        await using var before = await ClientScene.Open(stage);
        await using var after = await ClientScene.Open(stage);
        await using var session = await ClientScene.Acquire(Both(before, after));
        var (lease, end) = (session.LeaseId, session.ExpiresAt);

        before.Proxy.Lead(after.Book.Server.Url, after.Token);
        await before.Book.GoTo(end.AddMinutes(-20));
        await after.Book.GoTo(before.Book.Now);
        await before.Until(() => session.LeaseId != lease, "another lease");
        Assert.Equal(SessionState.Active, session.State);
        Assert.True(session.ExpiresAt > end);
        Assert.Equal(1, await after.SeatsTaken());
        before.NothingUnforeseen();
    }

    private static LicenseClient Both(ClientScene first, ClientScene second) =>
        first.Client(options =>
        {
            options.Servers = [new(first.Proxy.Url), new(second.Proxy.Url, second.Token)];
            options.RootKeys = [.. first.Book.Server.Founded.RootKeys, .. second.Book.Server.Founded.RootKeys];
        });
}

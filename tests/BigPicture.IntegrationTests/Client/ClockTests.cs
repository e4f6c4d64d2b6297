using BigPicture.Client;

namespace BigPicture.IntegrationTests.Client;

/// <summary>Clocks that are set, and machines that sleep: docs/sdk-dotnet.md, section on time.</summary>
public sealed class ClockTests(LocalStage stage) : IClassFixture<LocalStage>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clock_that_jumps_ahead_is_asked_about_before_anything_is_lost()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        var (lease, calls) = (session.LeaseId, scene.Proxy.Calls);
        scene.Clock.Leap(TimeSpan.FromHours(5));
        await scene.Until(() => scene.Proxy.Calls > calls, "asked");
        await scene.Until(session, SessionState.Active);
        Assert.Equal(lease, session.LeaseId);
        Assert.False(session.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_with_no_server_to_ask_loses_the_lease()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        scene.Proxy.Fault = Fault.Refused;
        scene.Clock.Leap(TimeSpan.FromHours(5));
        await scene.Until(session, SessionState.Lost);
        Assert.Equal("LEASE_EXPIRED", session.Reason!.Code);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_lease_longer()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        var end = session.GraceUntil!.Value;
        scene.Proxy.Fault = Fault.Refused;
        scene.Clock.Leap(TimeSpan.FromHours(-12));
        await scene.Book.GoTo(end);
        await scene.Until(session, SessionState.Lost);
        await scene.Until(() => scene.Notices.Any(n => n.Message.Contains("set back", StringComparison.Ordinal)), "noticed");
    }

    [Fact]
    public async Task A_clock_that_is_wrong_from_the_start_is_corrected_by_the_server()
    {
        await using var scene = await ClientScene.Open(stage);
        scene.Clock.Leap(TimeSpan.FromDays(-400));
        await using var session = await scene.Acquire();
        Assert.Equal(SessionState.Active, session.State);
        var end = session.ExpiresAt;
        await scene.Book.GoTo(end.AddMinutes(-5));
        await scene.Until(() => session.ExpiresAt > end, "renewed");
    }

    [Fact]
    public async Task A_machine_that_slept_past_the_end_gets_a_seat_again_when_one_is_free()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        var lease = session.LeaseId;
        scene.Clock.Sleep(TimeSpan.FromHours(8));
        await scene.Book.Wait(8 * 3600);
        await scene.Until(() => session is { State: SessionState.Active } && session.LeaseId != lease, "another lease");
        Assert.Equal(1, await scene.SeatsTaken());
        scene.NothingUnforeseen();
    }

    [Fact]
    public async Task A_machine_that_slept_past_the_end_loses_the_lease_when_no_seat_is_free()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        scene.Clock.Sleep(TimeSpan.FromHours(8));
        scene.Proxy.Fault = Fault.Slow;
        await scene.Book.Wait(8 * 3600);
        for (var seat = 0; seat < 3; seat++)
            await scene.Book.Take($"s{seat}", user: $"u{seat}");
        await scene.Until(session, SessionState.Lost);
        Assert.Equal(3, await scene.SeatsTaken());
    }

    [Fact]
    public async Task A_restart_without_a_server_goes_on_under_the_lease_that_was_left()
    {
        await using var scene = await ClientScene.Open(stage);
        var first = await scene.Acquire();
        scene.Proxy.Fault = Fault.Refused;
        await first.DisposeAsync();

        var client = scene.Client();
        await using var session = await SessionTests.Soon(scene, client.AcquireAsync(LicenseSubject.User("alice"), Cancel));
        Assert.Equal(first.LeaseId, session.LeaseId);
        Assert.True(session.Features.Contains("export"));
        await scene.Until(session, SessionState.Renewing);
        scene.Proxy.Fault = Fault.None;
        await scene.Until(session, SessionState.Active);
        Assert.Equal(1, await scene.SeatsTaken());
    }

    [Fact]
    public async Task A_restart_under_a_clock_that_was_set_back_needs_a_servers_word()
    {
        await using var scene = await ClientScene.Open(stage);
        var first = await scene.Acquire();
        await scene.Book.Wait(600);
        scene.Proxy.Fault = Fault.Refused;
        await first.DisposeAsync();

        scene.Clock.Leap(TimeSpan.FromMinutes(-9));
        Assert.Equal(ClientCodes.ClockRolledBack, await SessionTests.RefusalOf(scene, scene.Client()));
        scene.Proxy.Fault = Fault.None;
        await using var session = await scene.Acquire();
        Assert.Equal(SessionState.Active, session.State);
    }

    [Fact]
    public async Task A_record_that_was_changed_is_not_believed()
    {
        await using var scene = await ClientScene.Open(stage);
        var first = await scene.Acquire();
        scene.Proxy.Fault = Fault.Refused;
        await first.DisposeAsync();
        var kept = Directory.GetFiles(scene.State, "*-1.json", SearchOption.AllDirectories).Single();
        var text = await File.ReadAllTextAsync(kept, Cancel);
        var at = text.IndexOf("v4.public.", StringComparison.Ordinal) + 40;
        await File.WriteAllTextAsync(kept, string.Concat(text.AsSpan(0, at), text[at] == 'A' ? "B" : "A", text.AsSpan(at + 1)), Cancel);
        Assert.Equal(ClientCodes.ServerUnreachable, await SessionTests.RefusalOf(scene, scene.Client()));
    }
}
